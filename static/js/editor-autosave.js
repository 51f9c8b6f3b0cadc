/* What an editor types at the wrong moment for Wagtail is saved like any other text.
 *
 * Wagtail compares the form with its values two seconds after the page has loaded, so what is typed earlier is no
 * change to it. On a page that is shown again with errors it saves the form once and never compares. Both would lose
 * text without a warning when the tab is closed. This script keeps the values before the first key or click. It lets
 * Wagtail compare on every page, and has the form saved if it was refused or differs from the values kept.
 */

const form = document.querySelector("form[data-edit-form]");

const values = () => {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams(data).toString();
};

if (form) {
  const refused = form.dataset.wUnsavedForceValue === "true";
  form.dataset.wUnsavedForceValue = "false";

  let untouched = null;
  const touched = new AbortController();
  const keep = (event) => {
    if (event.isTrusted) untouched ??= values();
  };
  for (const kind of ["keydown", "pointerdown", "beforeinput"]) {
    form.addEventListener(kind, keep, { capture: true, signal: touched.signal });
  }
  form.addEventListener(
    "w-unsaved:watch-edits",
    () => {
      touched.abort();
      const changed = untouched !== null && untouched !== values();
      form.dataset.wUnsavedForceValue = String(refused || changed);
    },
    { once: true },
  );
}
