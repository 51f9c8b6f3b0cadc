// Finds people while someone types, and shows the questions of a new case only for one. Without this “Find” does it.
const PAUSE = 200;
const people = document.querySelector("[data-people]");
const form = people.closest("form");
const who = form.elements.who;
let timer;
let latest = 0;

function show() {
  const about = form.elements.about?.value ?? "";
  form.querySelector("[data-new-case]").hidden = about.startsWith("case:");
  form.querySelector("[data-new-person]").hidden = about !== "" && about !== "new" && about !== "nobody";
}

async function find() {
  const mine = ++latest;
  const answer = await fetch(`${people.dataset.people}?${new URLSearchParams({ q: who.value.trim() })}`, { redirect: "error" }).catch(() => null);
  if (mine !== latest || !answer?.ok) return;
  const chosen = form.elements.about?.value;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  people.replaceChildren(...page.body.childNodes);
  for (const choice of people.querySelectorAll("input")) choice.checked = choice.value === chosen;
  show();
}

who.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(find, PAUSE);
});
// Enter in the box finds; it must not save.
who.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  find();
});
people.addEventListener("change", show);
addEventListener("pageshow", show);
show();
