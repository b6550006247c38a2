// Narrow a list while typing: <input data-filter="#list">, each item with data-words.
const plain = (text) => text.toLocaleLowerCase("sv").replace(/\s+/g, " ").trim();

for (const input of document.querySelectorAll("input[data-filter]")) {
  const list = document.querySelector(input.dataset.filter);
  const narrow = () => {
    const wanted = plain(input.value).split(" ");
    for (const item of list.children) {
      const words = plain(item.dataset.words ?? item.textContent).split(/[\s,.-]+/);
      item.hidden = !wanted.every((want) => words.some((word) => word.startsWith(want)));
    }
  };
  input.addEventListener("input", narrow);
  list.addEventListener("htmx:after:swap", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Enter") {
      list.querySelector(":scope > :not([hidden]) :is(button, a)")?.focus();
      return;
    }
    input.value = "";
    narrow();
  });
  document.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && /[\p{L}\d]/u.test(event.key);
    if (!isLetter || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    input.focus();
  });
}
