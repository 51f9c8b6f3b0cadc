/* The condition picker of the form editor: earlier questions and their answers by their words.
 *
 * A condition holds the ids of blocks in two plain inputs, which work without this script. Blocks that are not saved yet
 * have ids, too. The lists are read again whenever the picker gets the focus, because anything may have been changed.
 */

const named = (name) => document.getElementsByName(name)[0];
const textOf = (at, field) => named(`${at}-value-${field}`)?.value.trim() ?? "";

/** The blocks of a stream in their order, without deleted ones: where their inputs begin, their id and type. */
function blocksIn(stream) {
  const found = [];
  for (let index = 0; index < Number(named(`${stream}-count`)?.value ?? 0); index += 1) {
    const at = `${stream}-${index}`;
    if (named(`${at}-deleted`)?.value) continue;
    const [id, type, order] = ["id", "type", "order"].map((key) => named(`${at}-${key}`)?.value);
    found.push({ at, id, type, order: Number(order) });
  }
  return found.sort((one, other) => one.order - other.order);
}

/** The questions of the steps before this one whose answers can be chosen. */
function questionsBefore(step, fixed) {
  const steps = blocksIn("steps");
  const earlier = steps.slice(0, steps.findIndex(({ at }) => at === step));
  return earlier
    .flatMap(({ at }) => blocksIn(`${at}-value-questions`))
    .filter(({ type }) => ["radios", "checkboxes", "select", "yes_no", "place", "borough"].includes(type))
    .flatMap(({ at, id, type }) => {
      const question = { id, text: textOf(at, "text"), answers: fixed[type] ?? answersOf(at) };
      return type === "place" ? [question, boroughOf(question, fixed)] : [question];
    });
}

/** The borough of a place, which conditions refer to by a name of its own. */
const boroughOf = ({ id, text }, { borough, boroughWord }) => ({
  id: `${id}_borough`,
  text: `${text} (${boroughWord})`,
  answers: borough,
});

const answersOf = (at) =>
  blocksIn(`${at}-value-choices`).map((block) => ({ id: block.id, text: textOf(block.at, "label") }));

const made = (tag, properties, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) element[name] = value;
  element.append(...children);
  return element;
};

class Earlier extends window.StimulusModule.Controller {
  static values = {
    places: Array,
    yesNo: Array,
    boroughs: Array,
    borough: String,
    choose: String,
    question: String,
    answers: String,
    gone: String,
  };

  connect() {
    const input = (name) => this.element.querySelector(`input[name$="-value-${name}"]`);
    [this.question, this.answers] = [input("question"), input("answers")];
    this.step = this.question.name.match(/^steps-\d+/)[0];
    for (const each of [this.question, this.answers]) each.closest("[data-contentpath]").hidden = true;
    this.select = made("select", { id: `${this.question.id}-picker` });
    this.boxes = made("div", {});
    const label = made("label", { className: "w-field__label", htmlFor: this.select.id }, this.questionValue);
    const legend = made("legend", { className: "w-field__label" }, this.answersValue);
    this.picker = made("div", { className: "w-field__wrapper" }, label, this.select);
    this.listed = made("fieldset", {}, legend, this.boxes);
    this.question.closest("[data-contentpath]").before(this.picker);
    this.answers.closest("[data-contentpath]").before(this.listed);
    this.select.addEventListener("change", () => this.choose());
    for (const each of [this.picker, this.listed]) each.addEventListener("focusin", () => this.list());
    this.list();
  }

  disconnect() {
    this.picker.remove();
    this.listed.remove();
  }

  list() {
    const questions = questionsBefore(this.step, {
      place: this.placesValue,
      yes_no: this.yesNoValue,
      borough: this.boroughsValue,
      boroughWord: this.boroughValue,
    });
    const current = this.question.value;
    const known = questions.some(({ id }) => id === current);
    const options = [{ id: "", text: this.chooseValue }, ...questions];
    if (current && !known) options.push({ id: current, text: this.goneValue });
    const state = JSON.stringify([options, current]);
    if (state === this.state) return;
    this.state = state;
    this.select.replaceChildren(
      ...options.map(({ id, text }) => made("option", { value: id, selected: id === current }, text)),
    );
    this.tick(questions.find(({ id }) => id === current)?.answers ?? []);
  }

  tick(answers) {
    const chosen = this.answers.value.split(" ").filter(Boolean);
    const gone = chosen.filter((id) => !answers.some((answer) => answer.id === id));
    const all = [...answers, ...gone.map((id) => ({ id, text: this.goneValue }))];
    this.listed.hidden = !all.length;
    this.boxes.replaceChildren(...all.map(({ id, text }) => this.box(id, text, chosen.includes(id))));
  }

  box(id, text, checked) {
    const input = made("input", { type: "checkbox", value: id, checked });
    input.addEventListener("change", () => {
      const ticked = [...this.boxes.querySelectorAll("input:checked")].map(({ value }) => value);
      this.write(this.answers, ticked.join(" "));
    });
    return made("label", { className: "condition-answer" }, input, text);
  }

  choose() {
    this.write(this.answers, "");
    this.write(this.question, this.select.value);
    this.list();
  }

  /** Set an input as a person would, so that autosave and preview notice it. */
  write(input, value) {
    input.value = value;
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

/** The list "Before this can be published", read again whenever a draft was saved. */
class Checklist extends window.StimulusModule.Controller {
  static values = { url: String };

  /** Read the list again. The first save of a new form gives its number, which stands as 0 in the address until then. */
  async load({ detail: { response } }) {
    const answer = await fetch(this.urlValue.replace("/0/", `/${response.pk}/`));
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.element.className = page.body.firstElementChild.className;
    this.element.replaceChildren(...page.body.firstElementChild.children);
  }
}

window.wagtail.app.register("earlier", Earlier);
window.wagtail.app.register("checklist", Checklist);
