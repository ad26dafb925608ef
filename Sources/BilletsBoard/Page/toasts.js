/**
 * Short messages that need no answer, in a corner.
 * @module
 */
import { announce } from "./announcer.js";
import { button, h } from "./dom.js";
import { say } from "./language.js";

/** How long a message without a button stays, in milliseconds. */
const STAY_MS = 6_000;

/** How many messages stand there; the oldest goes first. */
const TOASTS_MAXIMUM = 4;

const corner = document.getElementById("toasts");

/** Shows `text`; with `action`, `{label, run}`, it stays until it is used or closed. */
export function toast(text, action = null) {
  announce(text);
  const element = h("div", { class: "toast" }, h("p", { text }));
  if (action) {
    element.append(button(action.label, { primary: true, on: { click: () => { element.remove(); action.run(); } } }));
  }
  element.append(button(say("close"), { iconName: "close", quiet: true, showsLabel: false, on: { click: () => element.remove() } }));
  if (!action) setTimeout(() => element.remove(), STAY_MS);
  while (corner.childElementCount >= TOASTS_MAXIMUM) corner.firstElementChild.remove();
  corner.append(element);
}
