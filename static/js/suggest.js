// Suggestions under a box while someone types. Without this the box is a form like any other.
const PAUSE = 150;

function watch(box) {
  const list = document.getElementById(box.dataset.suggestInto);
  let timer;
  let latest = 0;

  function close() {
    list.hidden = true;
    list.replaceChildren();
  }

  async function suggest() {
    const mine = ++latest;
    const typed = box.value.trim();
    if (typed.length < 2) return close();
    const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { redirect: "error" }).catch(() => null);
    if (mine !== latest) return; // something else was typed meanwhile
    if (!answer?.ok) return close();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.body.childNodes);
    list.hidden = false;
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  box.form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.preventDefault();
    close();
    box.focus();
  });
  // The arrow keys go through the suggestions, and from the first back to the box.
  box.form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || list.hidden) return;
    const stops = [box, ...list.querySelectorAll("a")];
    const now = stops.indexOf(document.activeElement);
    if (now < 0 || !stops[now + step]) return;
    event.preventDefault();
    stops[now + step].focus();
  });
  box.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.form.contains(event.relatedTarget)) close();
  });
}

document.querySelectorAll("[data-suggest]").forEach(watch);
