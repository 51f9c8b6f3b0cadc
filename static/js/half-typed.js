// Keeps what was typed when the page is left by another link or hidden, and before the session ends. The server shows it
// again in the same form.
const form = document.querySelector("[data-keep-typed]");
// In the first step nobody has said yet whether others use the device, so that only a link of the page keeps it.
const onlyByLink = form?.dataset.keepTyped === "only-by-link";
const PATIENCE = 3000;
const CARRIED = new Set([403, 409, 503]); // answers whose page shows what was typed
let changed = form?.hasAttribute("data-typed");
let sending = false;

function typed() {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) {
    if (typeof value !== "string") fields.delete(name);
  }
  fields.set("half-typed", "yes");
  return fields;
}

// "Leave this site" keeps nothing: it says so on the page's root.
function nothingToKeep() {
  return !changed || sending || "left" in document.documentElement.dataset;
}

function keep() {
  if (nothingToKeep() || onlyByLink) return;
  changed = !navigator.sendBeacon(form.action, typed());
}

// Where the server cannot keep it, its page carries the text and takes the link's place.
function showWhatWasTyped() {
  const mark = document.createElement("input");
  mark.type = "hidden";
  mark.name = "half-typed";
  mark.value = "yes";
  form.append(mark);
  form.submit();
}

// A link waits for the answer, so that the text is there before the next page is asked for.
async function leaveBy(link) {
  const request = fetch(form.action, { method: "POST", body: typed(), keepalive: true });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([request.catch(() => null), late]);
  if (CARRIED.has(answer?.status)) return showWhatWasTyped();
  const isOver = answer?.status === 401; // the session: the text is kept, and shown after signing in
  changed = !answer?.ok && !isOver;
  location.assign(isOver ? (await answer.json()).sign_in : link.href);
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || nothingToKeep() || event.defaultPrevented) return;
  const here = link.getAttribute("href").startsWith("#");
  const elsewhere = link.target || link.hasAttribute("download") || event.button || event.ctrlKey || event.metaKey;
  if (here || elsewhere || event.shiftKey) return;
  event.preventDefault();
  if ("discards" in link.dataset) for (const box of form.querySelectorAll("textarea")) box.value = "";
  leaveBy(link);
}

if (form) {
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    sending = true;
  });
  document.addEventListener("click", follow);
  document.addEventListener("session-ends-soon", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", keep);
  addEventListener("pageshow", () => {
    sending = false;
  });
}
