// Shows what others change on an open case or queue. It changes no field, moves no focus, and asks nothing while hidden.
const page = document.querySelector("[data-live-url]");
const said = document.querySelector("[data-live-said]");
const EVERY = 5_000;
let mark = page.dataset.liveMark;
let asking = false;

async function look() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const url = new URL(page.dataset.liveUrl, location.href);
    new URLSearchParams(location.search).forEach((value, name) => url.searchParams.append(name, value));
    url.searchParams.set("mark", mark);
    const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.status === 200) {
      const now = (await answer.json()).mark;
      await show();
      mark = now;
    }
  } catch {
    // The line may be down for a moment; the next look tells.
  } finally {
    asking = false;
  }
}

async function show() {
  const answer = await fetch(location.href, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (practises(fresh) !== practises(document)) return; // practice began or ended in another tab
  document.querySelectorAll("[data-live]").forEach((part) => {
    const same = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (same) merge(part, same);
  });
  const others = fresh.querySelectorAll("[data-live-row]");
  const rows = [...document.querySelectorAll("[data-live-row]")];
  others.forEach((row) => merge(rows.find((each) => each.dataset.liveRow === row.dataset.liveRow), row));
  const order = (list) => [...list].map((row) => row.dataset.liveRow).join();
  tell(order(rows) !== order(others));
}

function practises(shown) {
  return shown.querySelector("[data-practises]") !== null;
}

// Whatever has the focus, or is ticked, stays as it is until it is left.
function merge(part, fresh) {
  if (!part || part.isEqualNode(fresh)) return;
  if (part.contains(document.activeElement)) {
    part.addEventListener("focusout", () => setTimeout(() => merge(part, fresh)), { once: true });
  } else if (part.dataset.live === "timeline") {
    [...fresh.children].forEach((entry, place) => {
      const now = part.children[place];
      if (!now) part.append(entry);
      else if (!now.isEqualNode(entry)) now.replaceWith(entry);
    });
  } else if (!part.querySelector(":checked")) {
    part.replaceChildren(...fresh.childNodes);
  }
}

function tell(moved) {
  said.textContent = page.dataset.liveWords;
  if (!moved) return;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = page.dataset.liveShow;
  said.append(" ", link);
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
