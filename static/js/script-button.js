// Buttons that do nothing without scripts are made here, so that no one without scripts meets one.
for (const place of document.querySelectorAll("[data-script-button]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = place.dataset.look;
  if (place.dataset.buttonId) button.id = place.dataset.buttonId;
  if (place.hasAttribute("data-print")) button.addEventListener("click", () => print());
  button.textContent = place.dataset.scriptButton;
  place.replaceWith(button);
}
