/**
 * The keyboard: what each key does, and the list of it.
 * @module
 */
import { openDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { say } from "./language.js";
import { prefer, preferences } from "./preferences.js";

/** The keys, as they are told; those of one letter can be turned off (WCAG 2.2, 2.1.4). */
const KEYS = [
  ["keys.moving", [["j", "↓"], "keys.next"], [["k", "↑"], "keys.previous"], [["Enter", "o"], "keys.open"], [["Esc"], "keys.close"],
    [["←", "→"], "keys.column"]],
  ["keys.working", [["e"], "edit"], [["Ctrl", "Enter"], "save", "+"], [["n"], "watch"], [["c"], "newTicket"]],
  ["keys.finding", [["/"], "search"], [["1"], "scope.mine"], [["2"], "scope.unassigned"], [["3"], "scope.all"],
    [["v"], "keys.view"], [["r"], "keys.refresh"], [["?"], "keys.help"]],
];

/** Shows all keys. */
export function helpDialog() {
  const toggle = h("input", { type: "checkbox", ".checked": preferences().singleKeys, on: { change: () => prefer({ singleKeys: toggle.checked }) } });
  const dialog = openDialog(say("keyboard"),
    h("div", { class: "keys" }, ...KEYS.map(([title, ...rows]) =>
      h("section", {}, h("h3", { text: say(title) }), h("dl", {}, ...rows.flatMap(([keys, text, joint]) => [
        h("dt", {}, ...keys.flatMap((key, index) => [index > 0 && ` ${joint ?? "/"} `, h("kbd", { text: key })])),
        h("dd", { text: say(text) }),
      ]))))),
    h("label", { class: "check" }, toggle, h("span", { text: say("keys.single") })),
    h("form", { method: "dialog", class: "actions" }, h("button", { class: "button", autofocus: true, text: say("close") })));
  dialog.classList.add("wide");
}

const isTyping = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

/**
 * Carries out `actions`, by key, wherever nobody types; `always` are those of keys with Ctrl or of Escape, which work
 * everywhere but in dialogs.
 */
export function listen(actions, always) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const name = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + event.key;
    if (always[name]) {
      if (always[name](event) !== false) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const isSingle = event.key.length === 1;
    if (!actions[event.key] || (isSingle && !preferences().singleKeys)) return;
    event.preventDefault();
    actions[event.key](event);
  });
}
