// "Leave this site" takes this page's place, so that the browser's back button does not return to it.
const exit = document.querySelector("[data-quick-exit]");

function leave() {
  document.documentElement.hidden = true; // gone from the screen at once, however slow the line
  location.replace(exit.href);
}

exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
// A page kept by the browser would come back hidden.
addEventListener("pageshow", () => {
  document.documentElement.hidden = false;
});
