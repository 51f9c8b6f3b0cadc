// "Leave this site" takes this page's place, so that the browser's back button does not return to it.
const exit = document.querySelector("[data-quick-exit]");
const WITHIN = 5000;
let presses = [];

function leave() {
  document.documentElement.hidden = true; // gone from the screen at once, however slow the line
  location.replace(exit.href);
}

exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
// Escape three times does the same, for hands on the keyboard.
document.addEventListener("keydown", (event) => {
  if (!exit || event.key !== "Escape" || event.repeat) return;
  presses = [...presses.filter((time) => event.timeStamp - time < WITHIN), event.timeStamp];
  if (presses.length === 3) leave();
});
// A page kept by the browser would come back hidden.
addEventListener("pageshow", () => {
  document.documentElement.hidden = false;
});
