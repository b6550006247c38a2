// Narrow a list while typing: <input data-filter="#list">, each item with data-words.
// Letters typed anywhere go to the field; Enter goes to the first match; Escape shows all again.
// Accents do not matter: at a door nobody types š, and ö may be typed as o.
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("sv").trim().split(/[\s,.-]+/);
const writing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function filter(input, list) {
  const nobody = document.querySelector(`[data-nobody="${input.dataset.filter}"]`);
  const narrow = () => {
    const wanted = plain(input.value);
    for (const item of list.children) {
      const words = plain(item.dataset.words ?? item.textContent);
      item.hidden = !wanted.every((want) => words.some((word) => word.startsWith(want)));
    }
    if (nobody) nobody.hidden = [...list.children].some((item) => !item.hidden);
  };
  const clear = () => {
    input.value = "";
    narrow();
  };

  input.addEventListener("input", narrow);
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
