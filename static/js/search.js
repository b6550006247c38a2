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

// Going back to the hits: the browser asks for the page without what was sought, as no address
// has it. A name, never a number, is remembered with this tab's step and asked for again.
async function findAgain(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("main");
  document.getElementById("main").replaceWith(main);
  globalThis.htmx?.process(main);
}

const form = document.getElementById("search-again");
if (form) {
  const input = form.elements.q;
  if (input.value) {
    if (!/\d/.test(input.value)) history.replaceState({ sought: input.value }, "");
  } else if (history.state?.sought) {
    input.value = history.state.sought;
    findAgain(form);
  }
}
