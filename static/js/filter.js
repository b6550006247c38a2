// Narrow a list while typing: <input data-filter="#list">, each item with data-words.
// Letters typed anywhere go to the field; Enter goes to the first match; Escape shows all again.
const plain = (text) => text.toLocaleLowerCase("sv").trim().split(/[\s,.-]+/);
const writing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function filter(input, list) {
  const narrow = () => {
    const wanted = plain(input.value);
    for (const item of list.children) {
      const words = plain(item.dataset.words ?? item.textContent);
      item.hidden = !wanted.every((want) => words.some((word) => word.startsWith(want)));
    }
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
