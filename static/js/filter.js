// Narrow a list while typing: <input data-filter="#list">, each item with data-words.
// Letters typed anywhere go to the field; Enter goes to the first match; Escape shows all again.
// <input type="checkbox" data-only="#list" value="away conflict"> leaves those with such a data-state.
// Accents do not matter: at a door nobody types š, and ö may be typed as o.
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("sv").trim().split(/[\s,.-]+/);
const writing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function filter(input, list) {
  const nobody = document.querySelector(`[data-nobody="${input.dataset.filter}"]`);
  const nothing = document.querySelector(`[data-nothing="${input.dataset.filter}"]`);
  const only = document.querySelector(`[data-only="${input.dataset.filter}"]`);
  const isLeftOut = (item) => only?.checked && !only.value.split(" ").includes(item.dataset.state);
  const narrow = () => {
    const wanted = plain(input.value);
    for (const item of list.children) {
      const words = plain(item.dataset.words ?? item.textContent);
      const isSought = wanted.every((want) => words.some((word) => word.startsWith(want)));
      item.hidden = !isSought || isLeftOut(item);
    }
    const isEmpty = [...list.children].every((item) => item.hidden);
    if (nobody) nobody.hidden = !isEmpty || !input.value;
    if (nothing) nothing.hidden = !isEmpty || Boolean(input.value);
  };
  const clear = () => {
    input.value = "";
    narrow();
  };

  input.addEventListener("input", narrow);
  only?.addEventListener("change", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector(":scope > :not([hidden]) :is(button, summary, a)")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && /[\p{L}\d]/u.test(event.key);
    if (isLetter && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target)) {
      input.focus();
    }
  });
}

for (const input of document.querySelectorAll("input[data-filter]")) {
  input.closest("[hidden]")?.removeAttribute("hidden");
  filter(input, document.querySelector(input.dataset.filter));
}
