/**
 * The fields of a ticket, to be filled in: of one that is edited, and of one that is made.
 * @module
 */
import { isolated } from "./bidi.js";
import { h, setAttribute, setHidden, setText } from "./dom.js";
import { formatNumber } from "./format.js";
import { say } from "./language.js";
import { FIELDS, PRIORITIES, STATUSES } from "./tickets.js";

/** The bounds of the protocol. */
export const TITLE_MAXIMUM = 200;
export const DESCRIPTION_BYTES_MAXIMUM = 16_384;

/** From which share of the longest description on its length is shown. */
const LENGTH_SHOWN_FROM = 0.8;

const encoder = new TextEncoder();
let forms = 0;

/** A form's fields. "input" is dispatched with what changed in `detail`. */
export class TicketForm extends EventTarget {
  element;
  #desk;
  #inputs = {};
  #length;
  #titleProblem;

  constructor(desk) {
    super();
    this.#desk = desk;
    forms += 1;
    const id = (name) => `form-${forms}-${name}`;
    const option = (value, text) => h("option", { value, text });
    this.#inputs.title = h("input", { id: id("title"), class: "input title-input", type: "text", dir: "auto", autocomplete: "off",
      required: true, "aria-describedby": id("title-problem") });
    this.#inputs.description = h("textarea", { id: id("description"), class: "input description-input", rows: "8", dir: "auto",
      "aria-describedby": id("length") });
    this.#inputs.status = h("select", { id: id("status"), class: "select" },
      ...STATUSES.map((value) => option(value, say(`status.${value}`))));
    this.#inputs.priority = h("select", { id: id("priority"), class: "select" },
      ...PRIORITIES.map((value) => option(value, say(`priority.${value}`))));
    this.#inputs.assignee = h("select", { id: id("assignee"), class: "select" });
    this.#length = h("p", { id: id("length"), class: "hint" });
    this.#titleProblem = h("p", { id: id("title-problem"), class: "hint problem" });
    const field = (name, ...more) =>
      h("div", { class: `field field-${name}` }, h("label", { for: id(name), text: say(`column.${name}`) }), this.#inputs[name], ...more);
    this.element = h("div", { class: "ticket-form" },
      field("title", this.#titleProblem),
      h("div", { class: "field-row" }, field("status"), field("priority"), field("assignee")),
      field("description", this.#length));
    for (const name of FIELDS) {
      this.#inputs[name].addEventListener("input", () => this.#input(name));
    }
    desk.addEventListener("people", () => this.#fillPeople(this.#inputs.assignee.value, null));
  }

  /** What is in the fields, as it is to be saved. */
  get fields() {
    const fields = Object.fromEntries(FIELDS.map((name) => [name, this.#value(name)]));
    return { ...fields, title: fields.title.trim() };
  }

  /** Puts `fields` in; `assignee` is the ticket's own, who may not be among those who can be chosen any more. */
  fill(fields, assignee) {
    this.#fillPeople(fields.assignee ?? "", assignee);
    for (const name of FIELDS) {
      const value = fields[name] ?? "";
      if (this.#inputs[name].value !== value) this.#inputs[name].value = value;
    }
    this.#check();
  }

  /** Whether the fields can only be read. */
  set isReadOnly(isReadOnly) {
    for (const name of ["title", "description"]) this.#inputs[name].readOnly = isReadOnly;
    for (const name of ["status", "priority", "assignee"]) this.#inputs[name].disabled = isReadOnly;
  }

  /** Gives the focus to the first field. */
  focus() {
    this.#inputs.title.focus();
  }

  /** Says what is wrong; goes to the first field that is, and answers whether one was. */
  complain() {
    const wrong = this.#check(true);
    wrong?.focus();
    return Boolean(wrong);
  }

  #value(name) {
    const { value } = this.#inputs[name];
    return name === "assignee" && value === "" ? null : value;
  }

  #input(name) {
    this.#check();
    this.dispatchEvent(new CustomEvent("input", { detail: { [name]: this.#value(name) } }));
  }

  #check(isStrict = false) {
    const title = [...this.#value("title").trim()].length;
    const isTitleWrong = title > TITLE_MAXIMUM || (isStrict && title === 0);
    setText(this.#titleProblem, isTitleWrong ? say(title === 0 ? "titleMissing" : "titleTooLong", { count: TITLE_MAXIMUM }) : "");
    setAttribute(this.#inputs.title, "aria-invalid", isTitleWrong ? "true" : null);
    const bytes = encoder.encode(this.#inputs.description.value).length;
    const isTooLong = bytes > DESCRIPTION_BYTES_MAXIMUM;
    setHidden(this.#length, bytes < DESCRIPTION_BYTES_MAXIMUM * LENGTH_SHOWN_FROM);
    setText(this.#length, say("descriptionLength", { used: formatNumber(bytes), most: formatNumber(DESCRIPTION_BYTES_MAXIMUM) }));
    this.#length.classList.toggle("problem", isTooLong);
    setAttribute(this.#inputs.description, "aria-invalid", isTooLong ? "true" : null);
    return isTitleWrong ? this.#inputs.title : isTooLong ? this.#inputs.description : null;
  }

  #fillPeople(chosen, assignee) {
    const select = this.#inputs.assignee;
    const people = [...this.#desk.people];
    if (assignee && !people.some(({ id }) => id === assignee.id)) people.push(assignee);
    const kept = [...select.options].find((option) => option.value === chosen);
    if (chosen && !people.some(({ id }) => id === chosen)) people.push({ id: chosen, name: kept?.dataset.name ?? chosen });
    const options = people.map(({ id, name }) =>
      h("option", { value: id, data: { name }, text: id === this.#desk.me.id ? say("me", { name }) : isolated(name) }));
    select.replaceChildren(h("option", { value: "", text: say("nobody") }), ...options);
    select.value = chosen;
  }
}
