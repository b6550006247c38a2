// The arrows walk through what is suggested under the search box; Escape closes it.
// Without this file the suggestions are links like any others.
for (const box of document.querySelectorAll(".search")) {
  const input = box.querySelector("input");
  const list = box.querySelector(".suggestions");

  function step(by) {
    const stops = [input, ...list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    stops[(here + by + stops.length) % stops.length].focus();
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.firstChild) {
      event.preventDefault();
      list.replaceChildren();
      input.focus();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && list.querySelector("a")) {
      event.preventDefault();
      step(by);
    }
  });
}
