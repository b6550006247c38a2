// Door mode: after two idle minutes the list leaves the screen and comes back with the PIN. Without
// network the PIN is compared with a digest that the page was given and that is kept nowhere.
const device = (() => {
  const screen = document.getElementById("door-lock");
  if (!screen) return { isTouched: () => false, isLocked: () => false, lock() {} };

  const IDLE = 120000;
  const TRIES = 5;
  const form = screen.querySelector("form");
  const pin = form.elements.pin;
  const wrong = screen.querySelector(".wrong");
  const words = screen.dataset;
  let touchedAt = Date.now();
  let isNews = false;
  let isLocked = false;
  let tries = 0;
  let usedOffline = "";
  let timer = 0;

  function touch() {
    if (isLocked) return;
    touchedAt = Date.now();
    isNews = true;
    watch();
  }

  function watch() {
    clearTimeout(timer);
    const left = IDLE - (Date.now() - touchedAt);
    if (left <= 0) lock();
    else timer = setTimeout(watch, left);
  }

  function post(path, body = {}) {
    const token = form.elements.csrfmiddlewaretoken.value;
    const sent = new URLSearchParams({ ...body, csrfmiddlewaretoken: token });
    const headers = { "X-Requested-With": "door" };
    return fetch(path, { method: "POST", body: sent, headers, redirect: "manual", signal: AbortSignal.timeout(8000) });
  }

  function lock() {
    if (isLocked) return usedOffline ? unlock(usedOffline) : undefined;
    isLocked = true;
    clearTimeout(timer);
    document.documentElement.dataset.locked = "";
    screen.hidden = false;
    tell("");
    dispatchEvent(new Event("door:locked"));
    post(words.lock).catch(() => {});
    pin.value = "";
    pin.focus();
  }

  function open() {
    isLocked = false;
    tries = 0;
    pin.value = "";
    screen.hidden = true;
    delete document.documentElement.dataset.locked;
    touch();
    dispatchEvent(new Event("door:unlocked"));
  }

  function tell(text) {
    wrong.textContent = text;
    wrong.hidden = !text;
    pin.toggleAttribute("aria-invalid", Boolean(text));
    if (text) pin.select();
  }

  async function unlock(typed) {
    let answer;
    try {
      answer = await post(form.action, { pin: typed });
    } catch {
      return unlockAlone(typed);
    }
    if (answer.status === 204) {
      usedOffline = "";
      return open();
    }
    usedOffline = "";
    if (answer.status === 403 || answer.status === 409) tell(await answer.text());
    else location.reload();
  }

  async function unlockAlone(typed) {
    if (!crypto.subtle || tries >= TRIES) return tell(words.alone);
    tries += 1;
    if ((await digest(typed)) !== words.proof) return tell(words.wrong);
    usedOffline = typed;
    open();
  }

  async function digest(typed) {
    const text = new TextEncoder();
    const key = await crypto.subtle.importKey("raw", text.encode(typed), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: text.encode(words.salt), iterations: Number(words.rounds) };
    const bits = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
    return [...bits].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pin.value) unlock(pin.value);
    else tell(words.missing);
  });
  document.getElementById("door-lock-now")?.addEventListener("submit", (event) => {
    event.preventDefault();
    usedOffline = "";
    lock();
  });
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    addEventListener(kind, touch, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(); });
  watch();

  return {
    // Whether somebody has touched the screen since this was last asked.
    isTouched() {
      const was = isNews;
      isNews = false;
      return was;
    },
    isLocked: () => isLocked,
    lock,
  };
})();
