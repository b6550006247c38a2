// Every tap is sent at once, and again until it has an answer; of one card always in order. How long
// ago it was is told by the device's own clock, so that it need not be right.
const queue = (() => {
  const SOON = 2000;
  const PATIENCE = 8000;
  const REFUSED = [409, 410, 404];
  const LOCKED = 423;
  const BY_SCRIPT = { "X-Requested-With": "door" };

  const taps = new Map();
  const sending = new Set();
  let told = { saved() {}, waits() {}, refused() {}, stopped() {} };

  // Not crypto.randomUUID: it is missing where the page came without TLS.
  function nonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  const all = () => [...taps.values()].sort((one, other) => one.at - other.at);
  const of = (card) => all().filter((tap) => tap.card === card);
  // Those that no answer came to, and those that wait behind them.
  const failed = () => all().filter((tap) => of(tap.card).some((one) => one.hasFailed));

  // Own words may name somebody, so they are sent but not kept; what is kept says only that it was.
  function add(tap) {
    tap.nonce = nonce();
    tap.at = Date.now();
    taps.set(tap.nonce, tap);
    const { ownWords, hasFailed, ...plain } = tap;
    kept.add(plain);
    send(tap);
  }

  function restore(who) {
    for (const tap of kept.taps()) {
      if (tap.who === who && !taps.has(tap.nonce)) taps.set(tap.nonce, { ...tap, hasFailed: true });
    }
    flush();
  }

  function bodyOf(tap) {
    const body = new URLSearchParams({ nonce: tap.nonce, ago: Math.max(0, Date.now() - tap.at) });
    if (tap.event) body.set("reason", tap.ownWords ?? tap.reason);
    else body.set("kind", tap.kind);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    return body;
  }

  async function answer(tap) {
    const path = `${kept.door}${tap.card}/${tap.event ? `${tap.event}/` : ""}`;
    const options = { method: "POST", body: bodyOf(tap), headers: BY_SCRIPT, redirect: "manual" };
    try {
      return await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return null;
    }
  }

  async function send(tap) {
    if (sending.has(tap.card) || of(tap.card)[0] !== tap) return;
    sending.add(tap.card);
    const got = await answer(tap);
    sending.delete(tap.card);
    if (!got || got.status >= 500 || got.status === 429 || got.status === LOCKED) return again(tap, got);
    const isAnswered = got.ok || REFUSED.includes(got.status);
    if (!isAnswered) return told.stopped(got.status);
    taps.delete(tap.nonce);
    kept.drop(tap.nonce);
    if (got.ok) told.saved(tap);
    else told.refused(tap, got.status, got.status === 404 ? "" : await got.text());
    const [next] = of(tap.card);
    if (next) send(next);
  }

  function again(tap, got) {
    tap.hasFailed = true;
    told.waits(tap, got?.status === LOCKED);
    setTimeout(flush, SOON);
  }

  function flush() {
    for (const card of new Set(all().map((tap) => tap.card))) send(of(card)[0]);
  }

  addEventListener("online", flush);

  return { add, of, failed, flush, restore, tell: (by) => { told = { ...told, ...by }; }, get size() { return taps.size; } };
})();
