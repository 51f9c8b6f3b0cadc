/* Text that an editor types while a page is still loading is saved like any other.
 *
 * Wagtail compares the form with its values two seconds after the page has loaded, so what is typed earlier is no
 * change to it: not saved, and lost without a warning when the tab is closed. This script keeps the values before the
 * first key or click, and has the form saved if they differ from those that Wagtail begins with.
 */

const form = document.querySelector("form[data-edit-form]");

const values = () => {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams(data).toString();
};

if (form) {
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
      if (untouched !== null && untouched !== values()) form.dataset.wUnsavedForceValue = "true";
    },
    { once: true },
  );
}
