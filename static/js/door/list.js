// The door: one tap is saved at once or waits on the device, and others' taps come by themselves.
// Without this file the forms post and the page comes back.
const list = document.getElementById("door-list");
const net = document.getElementById("door-net");
const head = document.getElementById("door-top");
const find = document.querySelector("input[data-filter]");
const BY_SCRIPT = { "X-Requested-With": "door" };
const SOON = 1000;
const PATIENCE = 8000;
// So long without an answer, and names leave the screen.
const TOO_LONG = 8000;

const held = new Map();
let known = list.dataset.known;
let heardAt = Date.now();
let isReachable = true;
let isGone = false;
let isNameless = false;
let isByKeyboard = false;

const idOf = (card) => card.id.slice("card-".length);
const cardOf = (id) => document.getElementById(`card-${id}`);

function tellNetwork() {
  const late = queue.failed().length;
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
const isBusy = (card) => [...(card?.querySelectorAll(".undo input:not([type=hidden])") ?? [])]
  .some((input) => input === document.activeElement || input.value);

// An answer that left before a later one never turns the card back.
function place(card) {
  const old = document.getElementById(card.id);
  if (!old) return;
  if (events(card) < events(old) || card.dataset.version === old.dataset.version) return;
  swap(old, card);
  drawn.learn(card);
  if (queue.of(idOf(card)).some((tap) => tap.hasFailed)) redraw(idOf(card));
}

function swap(old, card) {
  const hadFocus = old.contains(document.activeElement);
  const wasOpen = old.querySelector(".other")?.open;
  old.replaceWith(card);
  if (hadFocus && wasOpen && card.dataset.version === "-1") card.querySelector(".other")?.setAttribute("open", "");
  if (hadFocus) control(card)?.focus();
}

// As the device knows it, until the server's own comes back.
function redraw(id) {
  const old = cardOf(id);
  if (!old) return;
  swap(old, drawn.draw({ id, initials: old.dataset.initials, seat: old.dataset.seat }));
  narrow();
}

function show(html) {
  const news = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  const cards = [...news.querySelectorAll(":scope > ol > li.door-card")];
  const isWhole = cards.length === Number(news.dataset.cards);
  const isNew = cards.some((card) => !document.getElementById(card.id));
  if (isWhole && (isNew || cards.length !== list.children.length)) {
    list.replaceChildren(...cards);
    begin();
  } else for (const card of cards) {
    isBusy(document.getElementById(card.id)) ? held.set(card.id, card) : place(card);
  }
  if (isWhole) isNameless = false;
  const now = news.firstElementChild;
  if (head.innerHTML !== now.innerHTML) head.replaceChildren(...now.childNodes);
  known = news.dataset.known;
  narrow();
}

function narrow() {
  find?.dispatchEvent(new Event("input"));
}

// What the server drew is learnt, what may be kept is kept, and what waits is drawn upon it.
function begin() {
  const cards = [...list.querySelectorAll(".door-card")];
  for (const card of cards) if (card.dataset.version !== "-1") drawn.learn(card);
  keep(cards);
  for (const id of new Set(queue.failed().map((tap) => tap.card))) redraw(id);
}

function keep(cards) {
  const { who, until } = list.dataset;
  if (until) kept.keepList(who, until, cards.map((card) => [idOf(card), card.dataset.initials, card.dataset.seat]));
}

// Without contact nobody's name stays on the screen; they come back with the network.
function hideNames() {
  if (isNameless) return;
  isNameless = true;
  known = "";
  for (const card of [...list.querySelectorAll(".door-card")]) {
    if (card.dataset.version !== "-1") drawn.learn(card);
    redraw(idOf(card));
  }
  if (find) find.value = "";
  narrow();
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
  const card = event.target.closest(".door-card");
  if ("waiting" in card.dataset && card.dataset.version !== "-1") return;
  const sent = new FormData(event.target, event.submitter);
  const tap = { card: idOf(card), who: list.dataset.who };
  if (sent.has("reason")) {
    tap.event = event.target.action.split("/").at(-2);
    tap.reason = event.submitter?.name === "reason" ? sent.get("reason") : net.dataset.otherReason;
    tap.ownWords = sent.get("reason");
  } else tap.kind = sent.get("kind");
  card.dataset.waiting = "";
  queue.add(tap);
  if (!isReachable || card.dataset.version === "-1") redraw(tap.card);
});

queue.tell({
  saved(tap) {
    delete cardOf(tap.card)?.dataset.waiting;
    if (cardOf(tap.card)?.dataset.version === "-1") redraw(tap.card);
    say("");
    settle(tap);
    answered();
  },
  waits(tap, isLocked) {
    if (cardOf(tap.card)?.dataset.version !== "-1") drawn.learn(cardOf(tap.card));
    redraw(tap.card);
    if (isLocked) device.lock();
    tellNetwork();
  },
  refused(tap, status, words) {
    delete cardOf(tap.card)?.dataset.waiting;
    const card = cardOf(tap.card);
    say([card && `${card.dataset.initials} ${card.dataset.seat}:`, words].filter(Boolean).join(" "));
    if (status === 409) known = "";
    else leave(status);
    if (card) card.dataset.version = "-1";
    answered();
  },
  stopped(status) {
    leave(status);
  },
});

function answered() {
  tellNetwork();
  ask();
}

// The list, the duty or the login has ended: nobody stays on the screen. The page says which it
// was, unless it is already being said that something was not saved. What waits after a login has
// ended stays on the device; otherwise nothing does.
function leave(status) {
  const isOver = status === 404 || status === 410;
  isGone = true;
  if (status === 403) return tellNetwork();
  if (isOver && queue.size) return queue.flush();
  if (isOver) kept.wipe();
  list.replaceChildren();
  head.replaceChildren();
  for (const part of document.querySelectorAll(".door-find, .door-foot")) part.hidden = true;
  if (!document.querySelector("#flash .flash")) location.reload();
}

// Saved: what was typed is done with; whoever types is ready for the next name.
function settle(tap) {
  for (const input of cardOf(tap.card)?.querySelectorAll("[name=reason]") ?? []) {
    if (input.matches("input")) input.value = "";
  }
  if (find) find.value = "";
  narrow();
  if (isByKeyboard) find?.focus();
}

// -- News from other devices --------------------------------------------------------------------

let timer = 0;
let isAsking = false;
let isAskedAgain = false;

async function ask() {
  clearTimeout(timer);
  isAskedAgain = isAsking;
  if (isAsking || device.isLocked() || (isGone && !queue.size)) return;
  isAsking = true;
  try {
    const address = `${list.dataset.news}?known=${encodeURIComponent(known)}`;
    const headers = { ...BY_SCRIPT, ...(device.isTouched() ? { "X-Door-Touched": "1" } : {}) };
    const options = { headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(address, options);
    isReachable = answer.status < 500;
    if (isReachable) heardAt = Date.now();
    if (isReachable && "shell" in list.dataset) return location.reload();
    if (answer.status === 200) show(await answer.text());
    else if (answer.status === 423) device.lock();
    else if (answer.status !== 204 && isReachable) leave(answer.status);
    if (isReachable && queue.failed().length) queue.flush();
  } catch {
    isReachable = false;
  }
  isAsking = false;
  if (!isReachable && (!navigator.onLine || Date.now() - heardAt > TOO_LONG)) hideNames();
  tellNetwork();
  if (isAskedAgain) ask();
  else if (!document.hidden) timer = setTimeout(ask, SOON);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
addEventListener("online", ask);
addEventListener("offline", ask);

// Whoever leaves door mode leaves nothing behind, but for what no server has yet.
document.getElementById("door-leave")?.addEventListener("submit", () => {
  if (!queue.size) kept.wipe();
});

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

// -- To begin with ------------------------------------------------------------------------------

// A page that came without network holds nothing: the list is what the device kept.
function fromDevice() {
  const { who, until, cards } = kept.list() ?? {};
  if (!cards || Date.parse(until) < Date.now()) return kept.wipe();
  list.dataset.who = who;
  isNameless = true;
  list.replaceChildren(...cards.map(([id, initials, seat]) => drawn.draw({ id, initials, seat })));
}

addEventListener("door:locked", () => {
  list.replaceChildren();
  known = "";
});
addEventListener("door:unlocked", () => {
  fromDevice();
  begin();
  heardAt = Date.now();
  ask();
});

if ("shell" in list.dataset) {
  isReachable = false;
  fromDevice();
}
begin();
queue.restore(list.dataset.who);
timer = setTimeout(ask, SOON);
