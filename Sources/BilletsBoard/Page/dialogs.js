/**
 * Dialogs: modal, so that the browser keeps the focus in them and gives it back afterwards.
 * @module
 */
import { button, h, setText } from "./dom.js";
import { say } from "./language.js";

let dialogs = 0;

/** A modal dialog that is removed when it is closed. */
export function openDialog(title, ...children) {
  dialogs += 1;
  const id = `dialog-${dialogs}`;
  const dialog = h("dialog", { "aria-labelledby": id }, h("h2", { id, text: title }), ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks a question; answers whether it was answered with `yes`. */
export function confirm(question, yes, no) {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = openDialog(question,
      h("div", { class: "actions" },
        button(yes, { danger: true, on: { click: () => { answer = true; dialog.close(); } } }),
        button(no, { ".autofocus": true, on: { click: () => dialog.close() } })));
    dialog.addEventListener("close", () => resolve(answer));
  });
}

/**
 * A form: `fields` are `{name, label, …attributes of the input}`; `submit(values)` carries it out, and what it throws
 * is said. Its buttons stand below.
 */
export function form(fields, { submit, label, cancel = null, explain = (problem) => problem.message }) {
  const problem = h("p", { class: "problem", role: "alert" });
  const inputs = {};
  const rows = fields.map(({ name, label: text, hint, options, ...attributes }) => {
    const id = `field-${name}-${(dialogs += 1)}`;
    inputs[name] = options
      ? h("select", { id, class: "select" }, ...options.map(([value, label]) => h("option", { value, text: label })))
      : h("input", { id, class: "input", name, required: true, dir: attributes.type === "password" ? null : "auto", ...attributes });
    return h("div", { class: "field" }, h("label", { for: id, text }), inputs[name], hint && h("p", { class: "hint", text: hint }));
  });
  const send = button(label, { primary: true, ".type": "submit" });
  const element = h("form", { on: { submit: async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    setText(problem, "");
    try {
      await submit(Object.fromEntries(fields.map(({ name }) => [name, inputs[name].value])));
    } catch (reason) {
      setText(problem, explain(reason));
    }
    send.disabled = false;
  } } }, ...rows, problem,
    h("div", { class: "actions" }, send, cancel && button(say("cancel"), { on: { click: cancel } })));
  return { element, inputs };
}
