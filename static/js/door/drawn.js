// A card drawn on the device, while the server's own cannot be had: initials, seat, and what has
// been tapped here. `unknown` is a card of which this page was never told how it stands.
const drawn = (() => {
  const mould = document.getElementById("door-drawn");
  const words = mould.dataset;
  const BEFOREHAND = ["in_custody", "cancelled"];
  const AWAY = ["arrived", "turned_back", "refused_entry", ...BEFOREHAND];
  const NEXT = { away: AWAY, here: ["left"], unknown: [...AWAY, "left"], gone: [], conflict: [] };
  const known = new Map();

  const clock = (at) => new Date(at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
  const idOf = (card) => card.id.slice("card-".length);

  // How the server last drew it; kept in the page alone.
  function learn(card) {
    known.set(idOf(card), {
      look: card.dataset.state,
      label: card.querySelector(".state")?.textContent.trim() ?? "",
      isOpen: card.querySelector(".tap") !== null || card.dataset.state !== "away",
      events: [...card.querySelectorAll(".undo")].map((undo) => ({
        nonce: undo.querySelector("form").action.split("/").at(-2),
        label: undo.querySelector("p").textContent.split(".")[0].trim(),
      })),
    });
  }

  function standing(id, taps) {
    const base = known.get(id) ?? { look: "unknown", label: words.unknown, isOpen: true, events: [] };
    const undone = new Set(taps.map((tap) => tap.event).filter(Boolean));
    const mine = taps.filter((tap) => tap.kind && !undone.has(tap.nonce));
    const theirs = base.events.filter((event) => !undone.has(event.nonce));
    const own = mine.map((tap) => ({ nonce: tap.nonce, label: `${words[tap.kind]} ${clock(tap.at)}` }));
    const events = [...theirs, ...own];
    const last = mine.at(-1);
    if (last) {
      const look = last.kind === "arrived" ? "here" : "gone";
      return { look, label: own.at(-1).label, isOpen: true, events };
    }
    if (base.events.length && !theirs.length) return { ...base, look: "away", label: "", isOpen: true, events };
    return { ...base, events };
  }

  function draw({ id, initials, seat }) {
    const card = mould.content.firstElementChild.cloneNode(true);
    const now = standing(id, queue.of(id));
    const next = NEXT[now.look].filter((kind) => now.isOpen || BEFOREHAND.includes(kind));
    card.id = `card-${id}`;
    Object.assign(card.dataset, { state: now.look, initials, seat, words: `${initials} ${seat}` });
    if (queue.of(id).length) card.dataset.waiting = "";
    for (const place of card.querySelectorAll(".who")) place.append(initials);
    card.querySelector(".seat b").append(seat);
    const label = card.querySelector(".state");
    now.label ? label.append(now.label) : label.remove();
    if (!queue.of(id).length) card.querySelector(".unsent").remove();
    for (const form of card.querySelectorAll("form")) form.action = `${kept.door}${id}/`;
    if (!next.includes("arrived")) card.querySelector(".arrive").remove();
    for (const button of card.querySelectorAll(".moves button")) {
      const isBig = button.value === "arrived" || !next.includes(button.value);
      if (isBig) button.remove();
    }
    if (now.events.length) card.querySelector(".word").textContent = words.change;
    undo(card, id, now.events);
    if (!card.querySelector(".moves button")) card.querySelector(".moves").remove();
    if (!card.querySelector(".other button")) card.querySelector(".other").remove();
    return card;
  }

  function undo(card, id, events) {
    const block = card.querySelector(".undo");
    for (const event of events) {
      const one = block.cloneNode(true);
      one.querySelector("p").prepend(`${event.label}. `);
      one.querySelector("form").action = `${kept.door}${id}/${event.nonce}/`;
      block.before(one);
    }
    block.remove();
  }

  return { draw, learn };
})();
