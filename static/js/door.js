// The door: one tap is saved at once, sent again until it is, and others' taps come by themselves.
// Without this file the forms post and the page comes back.
const list = document.getElementById("door-list");
const net = document.getElementById("door-net");
const head = document.getElementById("door-top");
const find = document.querySelector("input[data-filter]");
const BY_SCRIPT = { "X-Requested-With": "door" };
const REFUSED = [409, 410];
const SOON = 1000;
const PATIENCE = 8000;

const waiting = new Set();
const held = new Map();
let known = list.dataset.known;
let isReachable = true;
let isGone = false;
let isByKeyboard = false;

// Not crypto.randomUUID: it is missing where the page came without TLS.
function nonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function tellNetwork() {
  const late = [...waiting].filter((tap) => tap.hasFailed).length;
  const words = net.dataset;
  let [state, text] = ["saved", words.saved];
  if (!isReachable) [state, text] = ["offline", words.offline];
  if (late) [state, text] = ["waiting", late === 1 ? words.waitingOne : words.waitingMany.replace("{n}", late)];
  if (isGone) [state, text] = ["offline", words.gone];
  words.state = state;
  if (net.textContent !== text) net.textContent = text;
}

function say(text) {
  const line = document.createElement("p");
  line.className = "flash";
  line.dataset.level = "error";
  line.textContent = text;
  document.getElementById("flash").replaceChildren(...(text ? [line] : []));
}

// -- What the list shows ------------------------------------------------------------------------

const events = (card) => parseInt(card.dataset.version, 10);
const control = (card) => card?.querySelector(".tap, summary");
const isBusy = (card) => [...card.querySelectorAll(".undo input:not([type=hidden])")]
  .some((input) => input === document.activeElement || input.value);

// An answer that left before a later one never turns the card back.
function place(card) {
  const old = document.getElementById(card.id);
  if (!old) return;
  if (events(card) < events(old) || card.dataset.version === old.dataset.version) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(card);
  if (hadFocus) control(card)?.focus();
}

function show(html) {
  const news = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  const cards = [...news.querySelectorAll(":scope > ol > li.door-card")];
  const isWhole = cards.length === Number(news.dataset.cards);
  const isNew = cards.some((card) => !document.getElementById(card.id));
  if (isWhole && (isNew || cards.length !== list.children.length)) list.replaceChildren(...cards);
  else for (const card of cards) {
    isBusy(document.getElementById(card.id)) ? held.set(card.id, card) : place(card);
  }
  const now = news.firstElementChild;
  if (head.innerHTML !== now.innerHTML) head.replaceChildren(...now.childNodes);
  known = news.dataset.known;
  narrow();
}

function narrow() {
  find?.dispatchEvent(new Event("input"));
}

list.addEventListener("focusout", () => setTimeout(() => {
  for (const [id, card] of held) {
    if (isBusy(document.getElementById(id))) continue;
    held.delete(id);
    place(card);
  }
}));

// -- Taps ---------------------------------------------------------------------------------------

// Why it was wrong has to be said: the words stand beside the field, and the finger stays there.
function asksWhy(form) {
  const field = form.querySelector("input[name=reason]");
  const isMissing = field !== null && !field.value.trim();
  if (field) {
    form.querySelector(".wrong").hidden = !isMissing;
    field.toggleAttribute("aria-invalid", isMissing);
  }
  if (isMissing) field.focus();
  return isMissing;
}

list.addEventListener("invalid", (event) => {
  event.preventDefault();
  asksWhy(event.target.form);
}, true);

list.addEventListener("submit", (event) => {
  event.preventDefault();
  if (asksWhy(event.target)) return;
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  const card = event.target.closest(".door-card");
  if ("waiting" in card.dataset) return;
  body.set("nonce", nonce());
  card.dataset.waiting = "";
  const tap = { url: event.target.action, body, card: card.id, hasFailed: false };
  waiting.add(tap);
  send(tap);
});

async function send(tap) {
  let answer;
  try {
    answer = await fetch(tap.url, {
      method: "POST",
      body: tap.body,
      headers: BY_SCRIPT,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return again(tap);
  }
  if (answer.status >= 500 || answer.status === 429) return again(tap);
  waiting.delete(tap);
  delete document.getElementById(tap.card)?.dataset.waiting;
  say(REFUSED.includes(answer.status) ? await answer.text() : "");
  if (answer.ok) settle(tap);
  else if (answer.status === 409) known = "";
  else leave(answer.status);
  tellNetwork();
  ask();
}

// The list, the duty or the login has ended: nobody stays on the screen. The page says which it
// was, unless it is already being said that something was not saved.
function leave(status) {
  isGone = true;
  if (waiting.size) return;
  list.replaceChildren();
  head.replaceChildren();
  for (const part of document.querySelectorAll(".door-find, .door-foot")) part.hidden = true;
  if (status && status !== 410) trouble();
  if (!document.querySelector("#flash .flash")) location.reload();
}

function again(tap) {
  tap.hasFailed = true;
  tellNetwork();
  setTimeout(send, 2 * SOON, tap);
}

// Saved: what was typed is done with; whoever types is ready for the next name.
function settle(tap) {
  for (const input of document.getElementById(tap.card)?.querySelectorAll("[name=reason]") ?? []) {
    if (input.matches("input")) input.value = "";
  }
  if (find) find.value = "";
  narrow();
  if (isByKeyboard) find?.focus();
}

addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});

// -- News from other devices --------------------------------------------------------------------

let timer = 0;
let isAsking = false;
let isAskedAgain = false;

async function ask() {
  clearTimeout(timer);
  isAskedAgain = isAsking;
  if (isAsking || isGone) return;
  isAsking = true;
  try {
    const address = `${list.dataset.news}?known=${encodeURIComponent(known)}`;
    const options = { headers: BY_SCRIPT, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(address, options);
    isReachable = answer.status < 500;
    if (answer.status === 200) show(await answer.text());
    else if (answer.status !== 204 && isReachable) leave();
  } catch {
    isReachable = false;
  }
  isAsking = false;
  tellNetwork();
  if (isAskedAgain) ask();
  else if (!document.hidden) timer = setTimeout(ask, SOON);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
addEventListener("online", ask);
timer = setTimeout(ask, SOON);

// -- Keys ---------------------------------------------------------------------------------------

document.addEventListener("pointerdown", () => { isByKeyboard = false; }, true);
document.addEventListener("keydown", (event) => {
  isByKeyboard = true;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...list.querySelectorAll(".door-card:not([hidden])")];
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const next = control(cards[here < 0 ? (by > 0 ? 0 : cards.length - 1) : here + by]) ?? find;
  if (!next) return;
  event.preventDefault();
  next.focus();
}, true);
