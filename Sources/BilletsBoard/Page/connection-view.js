/**
 * How the connection is: always to be seen, and said when it changes.
 * @module
 */
import { announce } from "./announcer.js";
import { button, h, setAttribute, setHidden, setText } from "./dom.js";
import { say } from "./language.js";

/** A break that is shorter than this is not worth a word, in milliseconds. */
const GRACE_MS = 400;

/** What the state of a connection is called, `{name, trouble, seconds}`: live, readOnly, connecting, waiting, offline. */
export function describe(state, trouble, now) {
  if (state.name === "live") return trouble === null ? { name: "live" } : { name: "readOnly", trouble };
  if (state.name === "waiting" || state.name === "offline") {
    const seconds = Math.max(0, Math.ceil(((state.retryAt ?? now) - now) / 1000));
    return { name: state.name === "waiting" && seconds === 0 ? "connecting" : state.name, seconds };
  }
  return { name: state.name === "ended" ? "ended" : "connecting" };
}

/** The sign of the connection, and the button to try again. */
export class ConnectionView {
  element;
  #connection;
  #text;
  #now;
  #said = null;
  #wasLive = false;
  #brokeAt = null;

  constructor(connection) {
    this.#connection = connection;
    this.#text = h("span", { class: "connection-text" });
    this.#now = button(say("retryNow"), { class: "button link", hidden: true, on: { click: () => connection.retryNow() } });
    this.element = h("div", { class: "connection", data: { state: "connecting" } },
      h("span", { class: "dot", "aria-hidden": "true" }), this.#text, this.#now);
    connection.addEventListener("state", () => this.#show());
    setInterval(() => this.#show(), 500);
    this.#show();
  }

  #show() {
    const { state, storeTrouble } = this.#connection;
    const now = Date.now();
    const shown = describe(state, storeTrouble, now);
    const isUp = state.name === "live";
    if (isUp) {
      this.#brokeAt = null;
      this.#wasLive = true;
    } else this.#brokeAt ??= now;
    if (!isUp && this.#wasLive && now - this.#brokeAt < GRACE_MS) {
      setTimeout(() => this.#show(), GRACE_MS);
      return;
    }
    if (this.element.dataset.state !== shown.name) this.element.dataset.state = shown.name;
    setText(this.#text, say(`connection.${shown.name}`, { count: shown.seconds ?? 0 }));
    setAttribute(this.element, "title", shown.trouble || (isUp && say("connection.node", { node: this.#connection.welcome?.node })));
    setHidden(this.#now, shown.name !== "waiting" && shown.name !== "offline");
    this.#sayOnce(shown.name);
  }

  #sayOnce(name) {
    const sentence = { live: "live", readOnly: "readOnly", waiting: "broken", offline: "offline", connecting: null }[name];
    if (!sentence || sentence === this.#said) return;
    const isFirst = this.#said === null && sentence === "live";
    this.#said = sentence;
    if (!isFirst) announce(say(`connectionSaid.${sentence}`));
  }
}
