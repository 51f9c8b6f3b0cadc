// Warns before a session ends. Typing counts as being there: the server hears of it at most once a minute.
const dialog = document.querySelector("[data-session-ends]");
const gone = document.querySelector(".ui-session__gone");
const MINUTE = 60_000;
let ends = Date.parse(dialog.dataset.sessionEnds);
let asked = Date.now();
let timer;

function plan() {
  clearTimeout(timer);
  const left = ends - Date.now();
  const warning = left - Number(dialog.dataset.warnSeconds) * 1000;
  gone.hidden = left > 0;
  if (left <= 0) {
    dialog.close();
  } else if (warning > 0) {
    dialog.close();
    timer = setTimeout(plan, warning);
  } else {
    if (!dialog.open) dialog.showModal();
    timer = setTimeout(plan, left);
  }
}

// The answer is {"ends": an ISO time}; anything else means that the session is over.
async function stay() {
  asked = Date.now();
  try {
    const answer = await fetch(dialog.dataset.extendUrl, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) ends = Date.parse((await answer.json()).ends);
  } catch {
    // The line may be down for a moment; the next key press asks again.
  }
  plan();
}

dialog.querySelector("[data-extend]").addEventListener("click", stay);
dialog.addEventListener("cancel", stay);
document.addEventListener("input", () => {
  if (Date.now() - asked > MINUTE) stay();
});
document.addEventListener("visibilitychange", () => document.hidden || plan());
plan();
