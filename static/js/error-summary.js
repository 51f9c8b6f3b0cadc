// After a refused form the focus goes to the box that names the errors; each of its links goes into its field.
const summary = document.querySelector("[data-error-summary]");
summary?.focus({ preventScroll: true });
if (summary?.getBoundingClientRect().top > innerHeight / 2) summary.scrollIntoView();
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${field.id}"]`) ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});
