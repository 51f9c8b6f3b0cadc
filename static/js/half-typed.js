// Keeps what was typed when the page is left by another link or hidden. The server shows it again in the same form.
const form = document.querySelector("[data-keep-typed]");
let changed = form?.hasAttribute("data-typed");
let sending = false;

// "Leave this site" keeps nothing: it says so on the page's root.
function keep() {
  if (!changed || sending || "left" in document.documentElement.dataset) return;
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) {
    if (typeof value !== "string") typed.delete(name);
  }
  typed.set("half-typed", "yes");
  changed = !navigator.sendBeacon(form.action, typed);
}

if (form) {
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    sending = true;
  });
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", keep);
  addEventListener("pageshow", () => {
    sending = false;
  });
}
