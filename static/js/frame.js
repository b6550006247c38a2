// Niceties of the frame. Every page works without this file.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const rowLinks = () => [...document.querySelectorAll("table[data-rows] tbody tr")]
  .map((row) => row.querySelector("a[href]"))
  .filter((link) => link && link.offsetParent !== null);

function step(by) {
  const links = rowLinks();
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by];
  next?.focus();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open], details.more[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.activeElement?.closest("details[open]:is(.menu, .more)");
    closeMenus(null);
    open?.querySelector("summary").focus();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  const row = event.target.closest("table[data-rows] tbody tr");
  if (row && !event.target.closest("a, button, input, select, label, summary") && !getSelection().toString()) {
    row.querySelector("a[href]")?.click();
  }
});

// An answer that could not be shown is said in words, where the page says things.
function trouble() {
  const words = document.getElementById("trouble");
  const place = document.getElementById("flash");
  if (words && place) place.replaceChildren(words.content.cloneNode(true));
}
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status !== 422) trouble();
});
document.addEventListener("htmx:error", trouble);
