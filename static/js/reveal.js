// Questions under an answer are on the page from the start; here they close until their answer is chosen.
const boxes = "input[data-opens]";

function settle(group) {
  for (const box of group.querySelectorAll(boxes)) {
    document.getElementById(box.dataset.opens).hidden = !box.checked;
  }
}

for (const group of document.querySelectorAll("[data-reveal]")) {
  if (!group.querySelector(boxes)) continue;
  settle(group);
  group.addEventListener("change", () => settle(group));
}
// A browser that comes back to the page restores the answers after this script ran.
addEventListener("pageshow", () => document.querySelectorAll("[data-reveal]").forEach(settle));
