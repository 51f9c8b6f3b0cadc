// Opens the form of an act, such as a note, in a dialog on the case page. Without this script its link leads to a page.
const REFERS = ["for", "aria-describedby", "aria-labelledby", "data-opens"];
const HERE = "here-";

// The case page may have the same ids, so each gets a prefix, with what refers to it.
function prefixed(content) {
  for (const each of content.querySelectorAll("[id]")) each.id = HERE + each.id;
  for (const name of REFERS) {
    for (const each of content.querySelectorAll(`[${name}]`)) {
      each.setAttribute(name, each.getAttribute(name).split(" ").map((id) => HERE + id).join(" "));
    }
  }
  return content;
}

async function pageOf(link) {
  const answer = await fetch(link.href, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function dialogWith(page, link) {
  const dialog = document.createElement("dialog");
  const work = page.querySelector(".ui-work");
  const form = work.querySelector("form");
  dialog.className = "ui-session act-here";
  dialog.setAttribute("aria-label", work.querySelector("h1").textContent);
  work.querySelector(".ui-back")?.remove();
  form.action = link.href;
  form.querySelector(".govuk-button-group a").addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  dialog.append(...prefixed(work).childNodes);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  return dialog;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-act-here]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  try {
    const dialog = dialogWith(await pageOf(link), link);
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  } catch {
    location.assign(link.href); // signed out, or refused: the page itself says so
  }
}, { capture: true });
