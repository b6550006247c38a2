// Where the list or the duty is over: what still waits on this device is handed in, and then the
// device keeps nothing of that door.
(() => {
  const place = document.getElementById("door-handover");
  const words = place.dataset;
  const mine = kept.taps().filter((tap) => tap.who === words.who);
  const show = (text) => { place.textContent = text; place.hidden = false; };

  queue.tell({ saved: settle, refused: settle, waits: () => show(words.waiting) });
  if (!mine.length) return kept.wipe();
  show(words.sending);
  queue.restore(words.who);

  function settle(_tap, status) {
    if (status) words.sent = words.lost;
    if (queue.size) return;
    kept.wipe();
    show(words.sent);
  }
})();
