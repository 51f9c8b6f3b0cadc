// While the queue is open, a new risk is announced at once. The list itself changes only when the person asks for it.
const watch = document.querySelector("[data-risk-watch]");
const EVERY = 20_000;
const told = document.createElement("p");
let known = Number(watch.dataset.unsettled);

async function look() {
  try {
    const answer = await fetch(watch.dataset.riskWatch, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) tell((await answer.json()).unsettled);
  } catch {
    // The line may be down for a moment; the next look tells.
  }
}

function tell(now) {
  if (now > known) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = watch.dataset.show;
    told.replaceChildren(watch.dataset.words, " ", link);
    told.hidden = false;
  }
  known = now;
}

told.className = "ui-notice ui-notice--error";
told.setAttribute("role", "alert");
told.hidden = true;
watch.append(told);
setInterval(look, EVERY);
