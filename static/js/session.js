// Warns before a session ends. Typing counts as being there: the server hears of it at most once a minute.
const words = document.querySelector("[data-session-ends]").dataset;
const MINUTE = 60_000;
const dialog = warning();
const gone = part("p", "ui-session__gone");
gone.setAttribute("role", "alert");
document.body.append(dialog, gone);
let ends = Date.parse(words.sessionEnds);
let asked = Date.now();
let timer;

function part(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function warning() {
  const made = part("dialog", "ui-session");
  const title = part("h2", "govuk-heading-m");
  title.id = "session-title";
  const why = part("p", "", words.why);
  why.id = "session-why";
  const form = part("form", "");
  form.method = "dialog";
  form.append(part("button", "govuk-button", words.stay));
  made.setAttribute("aria-labelledby", title.id);
  made.setAttribute("aria-describedby", why.id);
  made.append(title, why, form);
  return made;
}

function inMinutes(left) {
  const minutes = Math.max(1, Math.ceil(left / MINUTE));
  return minutes === 1 ? words.now : words.soon.replace("{minutes}", minutes);
}

function plan() {
  clearTimeout(timer);
  const left = ends - Date.now();
  const warning = left - Number(words.warnSeconds) * 1000;
  gone.textContent = left > 0 ? "" : words.gone;
  if (left <= 0) {
    dialog.close();
  } else if (warning > 0) {
    dialog.close();
    timer = setTimeout(plan, warning);
  } else {
    if (!dialog.open) {
      dialog.querySelector("h2").textContent = inMinutes(left);
      dialog.showModal();
      document.dispatchEvent(new Event("session-ends-soon"));
    }
    timer = setTimeout(plan, left);
  }
}

// The answer is {"ends": an ISO time}; anything else means that the session is over.
async function stay() {
  asked = Date.now();
  try {
    const answer = await fetch(words.extendUrl, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) ends = Date.parse((await answer.json()).ends);
  } catch {
    // The line may be down for a moment; the next key press asks again.
  }
  plan();
}

dialog.querySelector("button").addEventListener("click", stay);
dialog.addEventListener("cancel", stay);
document.addEventListener("input", () => {
  if (Date.now() - asked > MINUTE) stay();
});
document.addEventListener("visibilitychange", () => document.hidden || plan());
plan();
