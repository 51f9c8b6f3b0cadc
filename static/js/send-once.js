// A second press on a send button within a few seconds does nothing: people press twice when a page is slow.
const PAUSE = 4000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt ?? 0) < PAUSE) event.preventDefault();
  else form.dataset.sentAt = now;
});
// Coming back to the page is a new try.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sentAt;
});
