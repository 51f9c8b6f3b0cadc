// Tells colleagues that somebody types a reply here, at most once in some minutes; nobody has to press for it.
const button = document.querySelector("[data-writing]");
const AGAIN = 4 * 60_000;
let told = 0;

async function tell() {
  told = Date.now();
  const body = new URLSearchParams({ quiet: "yes", csrfmiddlewaretoken: button.form.csrfmiddlewaretoken.value });
  try {
    await fetch(button.formAction, { method: "POST", body, redirect: "error" });
  } catch {
    told = 0; // the line may be down for a moment; the next key press tells again
  }
}

if (button) {
  button.hidden = true;
  button.form.addEventListener("input", () => {
    if (Date.now() - told > AGAIN) tell();
  });
}
