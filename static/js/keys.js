// Single keys at the desk, for people who switched them on. A key follows a link, presses a harmless button or moves the
// focus; none sends, closes or deletes. They work outside fields only, and without Ctrl, Alt or a command key.
const here = document.querySelector("[data-keys]");
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const ROWS = "[data-live-row], .ui-timeline > li";
const WITHIN = 1_500; // milliseconds between g and the key after it
let afterG = -Infinity; // when g was pressed, in milliseconds since the page began

// What a key names: in the row that has the focus, or else outside all rows.
function named(key) {
  const found = [...document.querySelectorAll(`[data-key="${key}"]`)];
  const row = document.activeElement.closest(ROWS);
  return found.find((each) => row?.contains(each)) ?? found.find((each) => !each.closest(ROWS));
}

function step(by) {
  const rows = [...document.querySelectorAll(ROWS)];
  const now = rows.indexOf(document.activeElement.closest(ROWS));
  const next = rows[now < 0 ? (by > 0 ? 0 : -1) : now + by];
  const target = next?.querySelector("a") ?? next;
  if (target === next) next?.setAttribute("tabindex", "-1");
  target?.focus();
}

function act(key) {
  const target = named(key);
  if (!target) return false;
  if (target.matches(FIELDS)) {
    target.closest("details")?.setAttribute("open", ""); // the menu of a phone
    target.focus();
  } else target.click();
  return true;
}

async function help() {
  const link = named("?");
  const answer = await fetch(link.href, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const dialog = document.createElement("dialog");
  dialog.className = "ui-session";
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.className = "govuk-button";
  close.textContent = here.dataset.close;
  form.append(close);
  const list = page.querySelector("[data-key-list]");
  dialog.setAttribute("aria-label", list.querySelector("caption").textContent);
  dialog.append(list, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (event.target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
  const wanted = event.timeStamp - afterG < WITHIN ? `g${key}` : key;
  afterG = -Infinity;
  if (!here.dataset.keys.split(" ").includes(wanted[0])) return;
  if (wanted === "g") {
    afterG = event.timeStamp;
  } else if (wanted === "j" || wanted === "k") {
    step(wanted === "j" ? 1 : -1);
  } else if (wanted === "?") {
    help();
  } else if (!act(wanted)) {
    return;
  }
  event.preventDefault();
});
