/**
 * Two versions of a ticket side by side, field by field, for the agent to choose.
 * @module
 */
import { button, h } from "./dom.js";
import { formatAgo } from "./format.js";
import { serverNow } from "./clock.js";
import { say } from "./language.js";
import { compare, editable, merged } from "./merge.js";

/** The comparison. "save" is dispatched with the fields in `detail`, "reconsider" for going back to the text. */
export class ConflictView extends EventTarget {
  element = h("section", { class: "conflict", "aria-labelledby": "conflict-title", hidden: true });
  #desk;
  #choices = {};
  #shown = null;

  constructor(desk) {
    super();
    this.#desk = desk;
  }

  /** Shows the conflict of `state`; null for none. */
  show(state) {
    this.element.hidden = state === null;
    if (state === null) {
      this.#shown = null;
      this.#choices = {};
      return;
    }
    if (this.#shown?.theirs === state.theirs && this.#shown?.fields === state.fields) return;
    const isNew = this.#shown === null;
    this.#shown = state;
    this.#build(state);
    if (isNew) this.element.querySelector("h2").focus();
  }

  #build(state) {
    const theirs = editable(state.theirs);
    const differences = compare(editable(state.base), state.fields, theirs);
    for (const { field, changedBy } of differences) {
      this.#choices[field] ??= changedBy === "theirs" ? "theirs" : "mine";
    }
    const by = state.theirs.updatedBy?.name ?? state.theirs.createdBy.name;
    const save = () => this.dispatchEvent(new CustomEvent("save", { detail: merged(state.fields, theirs, this.#choices) }));
    this.element.replaceChildren(
      h("h2", { id: "conflict-title", tabindex: "-1", text: say("conflict.title") }),
      h("p", { text: say("conflict.explanation", { name: by, ago: formatAgo(state.theirs.updatedAt, serverNow()) }) }),
      ...differences.map((difference) => this.#field(difference, state.fields, theirs, by)),
      h("div", { class: "actions" },
        button(say("conflict.save"), { primary: true, on: { click: save } }),
        button(say("conflict.back"), { on: { click: () => this.dispatchEvent(new Event("reconsider")) } })),
    );
  }

  #field({ field, changedBy }, mine, theirs, by) {
    const option = (side, value, label) => {
      const input = h("input", { type: "radio", name: `conflict-${field}`, value: side, ".checked": this.#choices[field] === side,
        on: { change: () => (this.#choices[field] = side) } });
      return h("label", { class: "version" }, h("span", { class: "version-name" }, input, h("span", { text: label })),
        h("span", { class: "version-text", dir: "auto", text: this.#text(field, value) }));
    };
    return h("fieldset", { class: `difference difference-${field}` },
      h("legend", {}, h("span", { text: say(`column.${field}`) }), " ",
        h("span", { class: "hint", text: say(`conflict.${changedBy}`, { name: by }) })),
      h("div", { class: "versions" },
        option("mine", mine[field], say("conflict.yours")),
        option("theirs", theirs[field], say("conflict.other", { name: by }))));
  }

  #text(field, value) {
    if (field === "status" || field === "priority") return say(`${field}.${value}`);
    if (field !== "assignee") return value === "" ? say("noDescription") : value;
    if (value === null) return say("nobody");
    const { base, theirs } = this.#shown;
    return [base.assignee, theirs.assignee, ...this.#desk.people].find((person) => person?.id === value)?.name ?? value;
  }
}
