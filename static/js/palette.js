// Ctrl and K find a page, a view or what can be done on this page by its name. The link it stands for leads to the same
// list as a page. What is chosen is followed or pressed as if by hand, so what is half typed on the page is saved first.
const opener = document.querySelector("[data-palette]");
const HERE = "[data-commands] :is(a[href], button[data-key])";
const PLACES = ".go-to a[href]";
const MOST = 12;
const MAC = /Mac/.test(navigator.platform); // there Ctrl and K delete the rest of a line
const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

async function places() {
  const answer = await fetch(opener.href, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll(PLACES)].map((link) => ({ name: words(link), href: link.getAttribute("href") }));
}

function follow(href) {
  const link = document.createElement("a");
  link.href = href;
  document.body.append(link);
  link.click();
  link.remove();
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Palette {
  constructor() {
    const { label, here, search, found } = opener.dataset;
    this.texts = { here, search, found };
    this.box = element("input", {
      class: "govuk-input", id: "palette-box", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      dir: "auto", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
    });
    this.list = element("ul", { class: "palette__list", id: "palette-list", role: "listbox", "aria-label": label });
    this.status = element("p", { class: "govuk-visually-hidden", role: "status" });
    const name = element("label", { class: "govuk-label", for: "palette-box" }, label);
    this.dialog = element("dialog", { class: "ui-session palette", "aria-label": label }, name, this.box, this.list, this.status);
    this.commands = [...document.querySelectorAll(HERE)].map((target) => ({ name: words(target), target, note: here }));
    this.listen();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.show();
    this.loaded = places().then((more) => {
      this.commands.push(...more);
      this.show(this.moved && this.found[this.place]);
    });
  }

  listen() {
    this.box.addEventListener("input", () => {
      this.moved = false;
      this.show();
    });
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
    this.dialog.addEventListener("close", () => this.dialog.remove());
  }

  matching() {
    const wanted = fold(this.box.value).split(/\s+/).filter(Boolean);
    const rank = ({ name }) => {
      const folded = fold(name);
      if (!wanted.every((word) => folded.includes(word))) return -1;
      const starts = wanted.filter((word) => folded.startsWith(word) || folded.includes(` ${word}`)).length;
      return starts + (wanted.length && folded.startsWith(wanted[0]) ? 1 : 0);
    };
    const ranked = this.commands.map((command) => [rank(command), command]).filter(([place]) => place >= 0);
    const found = ranked.sort(([one], [other]) => other - one).slice(0, MOST).map(([, command]) => command);
    const typed = this.box.value.trim();
    const search = new URLSearchParams({ q: typed });
    if (typed) found.push({ name: `${this.texts.search}: ${typed}`, href: `${opener.dataset.searchUrl}?${search}` });
    return found;
  }

  // `keep` is a command that stays selected if it is still found.
  show(keep) {
    this.found = this.matching();
    const options = this.found.map(({ name, note }, place) => {
      const option = element("li", { id: `palette-${place}`, role: "option", "aria-selected": "false" });
      option.append(element("bdi", {}, name));
      if (note) option.append(" ", element("span", { class: "ui-meta" }, note));
      return option;
    });
    this.list.replaceChildren(...options);
    this.status.textContent = this.texts.found.replace("0", options.length);
    this.select(Math.max(0, this.found.indexOf(keep)));
  }

  select(place) {
    const options = [...this.list.children];
    if (!options.length) return this.box.removeAttribute("aria-activedescendant");
    this.place = (place + options.length) % options.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === this.place)));
    options[this.place].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", options[this.place].id);
  }

  async press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.isComposing || !(event.key in steps || event.key === "Enter")) return;
    event.preventDefault();
    if (event.key in steps) {
      this.moved = true;
      this.select(this.place + steps[event.key]);
    } else {
      await this.loaded; // someone who types fast means a page that is still on its way
      this.choose(this.place);
    }
  }

  choose(place) {
    const command = this.found[place];
    if (!command) return;
    this.dialog.close(); // the focus is back where it was, before the page does what was chosen
    if (command.target) command.target.click();
    else follow(command.href);
  }
}

function toggle(event) {
  const open = document.querySelector("dialog[open]");
  if (open && !open.matches(".palette")) return;
  event.preventDefault();
  if (open) open.close();
  else new Palette();
}

document.addEventListener("keydown", (event) => {
  const held = MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  const wanted = event.key.toLowerCase() === "k" && held && !event.altKey && !event.shiftKey;
  if (wanted && !event.repeat && !event.defaultPrevented) toggle(event);
});
if (MAC) opener.querySelector("kbd").textContent = "⌘ K";
opener.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.stopImmediatePropagation();
  toggle(event);
});
