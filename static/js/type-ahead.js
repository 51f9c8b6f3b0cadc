/* A long list to choose from, in which one can type. The select stays on the page, hidden, and is what is sent.
 *
 * The box is a combobox with a list, as the ARIA practices describe it. Arrow keys move, Enter chooses, Escape closes. A
 * text that is no answer is taken back when the box is left, so that what is shown is always what is sent.
 */

const MOST = 200;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();

const made = (tag, attributes) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** Return the answers in which each typed word begins a word; all of them if nothing is typed. */
function matching(options, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const found = options.filter(({ label }) => {
    const parts = plain(label).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
  return found.slice(0, MOST);
}

class TypeAhead {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter(({ value }) => value);
    this.at = -1;
    this.build();
    this.reset();
    this.input.addEventListener("input", () => this.type());
    this.input.addEventListener("click", () => this.show(""));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", ({ target }) => this.choose(this.shown[[...this.list.children].indexOf(target)]));
    addEventListener("pageshow", () => this.reset()); // a browser that comes back restores the select
  }

  /** Put the box where the select was, under the select's id, so that its label and error lead to it. */
  build() {
    const { id } = this.select;
    this.input = made("input", {
      "class": "govuk-input", "id": id, "type": "text", "role": "combobox", "autocomplete": "off",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
    }
    if (this.select.classList.contains("govuk-select--error")) this.input.classList.add("govuk-input--error");
    this.select.id = `${id}-select`;
    this.select.hidden = true;
    this.list = made("ul", { "class": "ui-type-ahead__list", "id": `${id}-list`, "role": "listbox" });
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`).textContent.trim());
    this.list.hidden = true;
    this.status = made("p", { "class": "ui-type-ahead__status", "role": "status" });
    const whole = made("div", { "class": "ui-type-ahead" });
    whole.append(this.input, this.list, this.status);
    this.select.after(whole);
  }

  /** Show the chosen answer, which may be in another language than the page. */
  reset() {
    const chosen = this.select.value ? this.select.selectedOptions[0] : null;
    this.input.value = chosen?.label ?? "";
    this.speak(chosen?.lang, chosen?.dir);
  }

  type() {
    this.speak();
    this.show(this.input.value);
  }

  /** Say in which language the words in the box are. What people type may be in any. */
  speak(lang = "", dir = "") {
    this.input.lang = lang;
    this.input.dir = dir || "auto";
  }

  show(typed) {
    this.shown = matching(this.options, typed);
    this.list.replaceChildren(...this.shown.map((option, index) => this.row(option, index)));
    this.status.textContent = this.shown.length ? "" : this.select.dataset.nothing.replace("%(words)s", typed.trim());
    this.open(this.shown.length > 0);
    this.mark(-1);
  }

  row({ label, value, lang, dir }, index) {
    const chosen = String(value === this.select.value);
    const row = made("li", { "id": `${this.list.id}-${index}`, "role": "option", "aria-selected": chosen });
    row.textContent = label;
    if (lang) [row.lang, row.dir] = [lang, dir];
    return row;
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
  }

  /** Move to a row without leaving the box; -1 is none. */
  mark(index) {
    this.list.children[this.at]?.classList.remove("ui-type-ahead__at");
    this.at = index;
    const row = this.list.children[index];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    row.classList.add("ui-type-ahead__at");
    row.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", row.id);
  }

  press(event) {
    const open = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) this.show("");
      const last = this.shown.length - 1;
      this.mark(step > 0 ? Math.min(this.at + 1, last) : Math.max(this.at - 1, open ? -1 : 0));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      this.choose(this.shown[this.at] ?? this.only());
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.open(false);
    }
  }

  /** Return the answer that what is typed means: the one of these words, or the only one that fits. */
  only() {
    const typed = plain(this.input.value);
    const same = this.options.find(({ label }) => plain(label) === typed);
    const found = typed ? matching(this.options, typed) : [];
    return same ?? (found.length === 1 ? found[0] : undefined);
  }

  choose(option) {
    if (!option) return;
    this.set(option.value);
    this.status.textContent = "";
    this.open(false);
  }

  set(value) {
    const before = this.select.value;
    this.select.value = value;
    this.reset();
    if (value !== before) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    const meant = this.input.value.trim() ? (this.only()?.value ?? this.select.value) : "";
    this.set(meant);
    this.open(false);
  }
}

for (const select of document.querySelectorAll("select[data-nothing]")) new TypeAhead(select);
