// "Leave this site" takes this page's place, so that the browser's back button does not return to it.
const exit = document.querySelector("[data-quick-exit]");
const TAB = "this-tab";

function leave() {
  document.documentElement.hidden = true; // gone from the screen at once, however slow the line
  location.replace(exit.href);
}

exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

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
