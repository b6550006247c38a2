// Stands between the door and the network: where there is none, the door's page comes from here.
// It holds a page without data, and what that page is drawn with; never an answer about anybody.
const STOCK = "door";
const SHELL = "/call-in/utan-nat/";
const DOOR = /^\/call-in\/[0-9a-f-]{36}\/dorren\/$/;
const PATIENCE = 8000;

async function stock() {
  const store = await caches.open(STOCK);
  const page = await fetch(SHELL, { credentials: "omit", cache: "no-store" });
  const html = await page.clone().text();
  await store.put(SHELL, page);
  const parts = [...html.matchAll(/(?:src|href)="([^"]+\.(?:css|js|svg))"/g)].map((found) => found[1]);
  await Promise.all(parts.map((part) => fetchInto(store, new URL(part, self.location))));
}

async function fetchInto(store, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const sheet = address.pathname.endsWith(".css") ? await answer.clone().text() : "";
  await store.put(address.href, answer);
  const imported = [...sheet.matchAll(/@import url\("([^"]+)"\)/g)].map((found) => found[1]);
  await Promise.all(imported.map((part) => fetchInto(store, new URL(part, address))));
}

self.addEventListener("install", (event) => {
  event.waitUntil(stock().then(() => self.skipWaiting()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.mode === "navigate" && DOOR.test(address.pathname)) {
    const options = { signal: AbortSignal.timeout(PATIENCE), redirect: "manual" };
    event.respondWith(fetch(request, options).catch(() => caches.match(SHELL)));
  } else if (request.method === "GET" && /\.(css|js|svg)$/.test(address.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
