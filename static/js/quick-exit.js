// "Leave this site" takes this page's place, so that the browser's back button does not return to it.
const exit = document.querySelector("[data-quick-exit]");
const TAB = "this-tab";

function leave() {
  document.documentElement.dataset.left = ""; // what was typed is not kept
  document.documentElement.hidden = true; // gone from the screen at once, however slow the line
  location.replace(exit.href);
}

exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// From anywhere on the page three presses of Shift leave, each within five seconds of the one before.
const PRESSES = 3;
const PAUSE = 5000;
const said = document.createElement("p");
let presses = 0;
let alone = false; // Shift was pressed for itself, and not for a capital letter
let forgetting;

function countShift() {
  presses += 1;
  clearTimeout(forgetting);
  if (presses === PRESSES) {
    said.textContent = exit.dataset.leaving;
    return leave();
  }
  said.textContent = presses === 1 ? exit.dataset.two : exit.dataset.one;
  forgetting = setTimeout(() => {
    presses = 0;
    said.textContent = exit.dataset.over;
  }, PAUSE);
}

if (exit) {
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  exit.after(said);
  document.addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && (alone || !event.repeat);
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) countShift();
    alone = false;
  });
}

// On a shared device a visit belongs to the tab it was begun in. A tab that was opened afresh comes too late: the
// first was closed, so what is left of the visit ends. Pages that lead here are our own and say so.
// A window's name lives as long as its tab, and no storage is needed for it.
if (exit?.dataset.quickExit === "shared") {
  if (document.referrer.startsWith(`${location.origin}/`)) window.name = TAB;
  else if (window.name !== TAB) leave();
}

addEventListener("pageshow", (event) => {
  // A page that the browser kept in memory is asked for again: by now the visit may be over.
  if (event.persisted && exit?.dataset.quickExit === "shared") location.reload();
  else document.documentElement.hidden = false;
});
