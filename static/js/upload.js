// Sends each file by itself as soon as it is chosen, so that a line that breaks costs one file. Each is the same
// request that the page makes without scripts, with one file in it; what the page would show is read from the answer.
const box = document.querySelector("[data-upload] input[type=file]");
const form = box.form;
const words = document.querySelector("[data-upload]").dataset;
const STALLED = 60_000; // no answer and no progress for so long: the line is down

const list = document.createElement("ul");
list.className = "ui-uploads";
box.after(list);
const said = status("govuk-visually-hidden");
list.after(said);
const held = status("ui-uploads__held"); // beside the button that waits
form.querySelector(".govuk-button-group").append(held);
form.querySelector("[name=upload]").hidden = true;
const title = document.title.replace(words.error, "");

const waiting = [];
const outcomes = { added: [], refused: [] }; // said once when all are through, what went wrong last
let sending = null;
let warned = false;
let buttons = 0;
let goOn = null; // the button that was pressed while files were on their way

box.addEventListener("change", () => {
  for (const file of box.files) {
    const entry = line(file);
    if (file.size > Number(words.most)) fail(entry, words.large);
    else waiting.push(entry);
  }
  box.value = "";
  clearProblems();
  next();
});

addEventListener("online", () => list.querySelectorAll("[data-again]").forEach((button) => button.click()));

form.addEventListener("submit", (event) => {
  if (sending || waiting.length) {
    event.preventDefault();
    hold(event.submitter);
  } else if (!warned && list.children.length) {
    event.preventDefault();
    warn();
  }
});

// The button that was pressed waits for the files, and says so to the eye and the ear.
function hold(button) {
  release();
  goOn = button;
  button?.setAttribute("aria-busy", "true");
  held.textContent = words.wait;
}

function release() {
  goOn?.removeAttribute("aria-busy");
  goOn = null;
  held.textContent = "";
}

// A file that was not added holds the page once; who goes on all the same goes on without it.
function warn() {
  warned = true;
  clearProblems();
  const summary = document.createElement("div");
  summary.className = "govuk-error-summary";
  summary.tabIndex = -1;
  summary.dataset.errorSummary = "";
  const alert = document.createElement("div");
  alert.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.className = "govuk-error-summary__title";
  heading.textContent = words.problem;
  const problems = document.createElement("ul");
  problems.className = "govuk-list govuk-error-summary__list";
  problems.append(...Array.from(list.children, problem));
  alert.append(heading, problems);
  summary.append(alert);
  document.querySelector("main").prepend(summary);
  document.title = words.error + title;
  summary.focus();
}

function problem(item) {
  const link = document.createElement("a");
  link.href = `#${item.querySelector("button").id}`;
  link.textContent = words.left.replace("{name}", item.querySelector("bdi").textContent);
  const line = document.createElement("li");
  line.append(link);
  return line;
}

function clearProblems() {
  document.querySelector("[data-error-summary]")?.remove();
  document.title = title;
}

function status(className) {
  const line = document.createElement("p");
  line.className = className;
  line.setAttribute("role", "status");
  return line;
}

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  item.append(name, state(words.waiting), act(words.remove, name, () => drop(entry)));
  list.append(item);
  const entry = { file, item, name };
  return entry;
}

function state(text, isError = false) {
  const shown = document.createElement("span");
  shown.className = isError ? "govuk-error-message" : "ui-soft";
  shown.textContent = text;
  return shown;
}

function act(text, name, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.id = `upload-${(buttons += 1)}`;
  button.className = "ui-link-button";
  const whose = document.createElement("span");
  whose.className = "govuk-visually-hidden";
  whose.append(" ", name.cloneNode(true));
  button.append(text, whose);
  button.addEventListener("click", press);
  return button;
}

function show(entry, ...parts) {
  entry.item.replaceChildren(entry.name, ...parts, act(words.remove, entry.name, () => drop(entry)));
}

function drop(entry) {
  if (waiting.includes(entry)) waiting.splice(waiting.indexOf(entry), 1);
  entry.item.remove();
  clearProblems();
  box.focus();
  if (sending?.entry === entry) sending.request.abort();
}

function next() {
  if (sending) return;
  const entry = waiting.shift();
  if (entry) return send(entry);
  tell();
  const button = goOn;
  release();
  if (button && !list.children.length) form.requestSubmit(button);
  else if (button) warn();
}

function send(entry) {
  const bar = document.createElement("progress");
  bar.max = entry.file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${words.sending} ${entry.file.name}`);
  show(entry, bar);

  const request = new XMLHttpRequest();
  sending = { entry, request };
  let stalled;
  const alive = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => request.abort(), STALLED);
  };
  request.upload.addEventListener("progress", (event) => {
    alive();
    bar.value = Math.min(event.loaded, bar.max);
  });
  request.addEventListener("loadend", () => {
    clearTimeout(stalled);
    sending = null;
    if (entry.item.isConnected) settle(entry, request);
    next();
  });
  request.open("POST", form.action);
  request.responseType = "document";
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("upload", "1");
  body.append(box.name, entry.file);
  alive();
  request.send(body);
}

function settle(entry, request) {
  const page = request.status < 500 ? request.response : null;
  const kept = page?.getElementById("kept-files");
  if (kept) {
    document.getElementById("kept-files").replaceWith(kept);
    const refused = page.getElementById(`${box.id}-error`);
    refused?.querySelector(".govuk-visually-hidden")?.remove();
    return refused ? fail(entry, refused.textContent.trim()) : added(entry);
  }
  if (request.status === 200) return location.assign(request.responseURL); // the form went on without this page
  const told = request.status === 429 && page?.querySelector("main p");
  fail(entry, told ? told.textContent.trim() : words.broken, true);
}

function added(entry) {
  entry.item.remove();
  outcomes.added.push(`${entry.file.name}: ${words.added}`);
}

function fail(entry, text, again = false) {
  warned = false;
  const button = again ? [act(words.again, entry.name, () => retry(entry))] : [];
  button.forEach((each) => { each.dataset.again = ""; });
  show(entry, state(text, true), ...button);
  outcomes.refused.push(text.includes(entry.file.name) ? text : `${entry.file.name}: ${text}`);
}

function retry(entry) {
  show(entry, state(words.waiting));
  waiting.push(entry);
  next();
}

function tell() {
  const lines = [...outcomes.added.splice(0), ...outcomes.refused.splice(0)];
  if (lines.length) said.textContent = lines.map((line) => line.replace(/[^.]$/, "$&.")).join(" ");
}
