/**
 * The socket: opened, watched, closed, and opened again for as long as somebody is logged in.
 *
 * States: "connecting" (for the first time), "live", "waiting" (until `retryAt`), "offline" (the browser has no
 * network), "ended" (the session is over).
 * @module
 */
import { backoffDelay } from "./backoff.js";
import { randomUUID } from "./browser.js";
import * as http from "./http.js";

/** Close codes of the protocol that say more than "come back". */
const CLOSE = { abuse: 1008, restart: 1012, sessionEnded: 4401, slowConsumer: 4408 };

/** How long abuse keeps a client away at least, in milliseconds. */
const ABUSE_PAUSE_MS = 10_000;

/** How long a socket may take to open, in milliseconds. */
const OPEN_PATIENCE_MS = 10_000;

/** How often the clock is looked at, to see that the machine slept; and from which gap on it did, in milliseconds. */
const TICK_MS = 5_000;
const SLEEP_MS = 20_000;

/** How often the gateway is asked how it is: while all is well, and while it is not, in milliseconds. */
const HEALTH_MS = 15_000;
const HEALTH_UNWELL_MS = 2_000;

/** How long a question for the tickets that was refused waits for the next one, in milliseconds, more or less. */
const ASK_AGAIN_MS = 1_000;

/** A socket of the board. */
export class Connection extends EventTarget {
  /** The state, `{name, retryAt, attempt}`. */
  state = { name: "connecting" };
  /** What Welcome said; null before. */
  welcome = null;
  /** Why the store cannot be written; null while it can. */
  storeTrouble = null;
  #socket = null;
  #since;
  #attempt = 0;
  #retry = null;
  #question = null;
  #drain = null;
  #restartPauseMs = 1_000;
  #health = null;
  #lastTick = Date.now();
  #isStopped = true;

  /** A connection that goes on from what `since()` answers. */
  constructor(since) {
    super();
    this.#since = since;
    addEventListener("online", () => this.retryNow());
    addEventListener("offline", () => this.#lookAtNetwork());
    addEventListener("pageshow", (event) => event.persisted && this.retryNow());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** Opens the socket, and keeps it open. */
  start() {
    this.#isStopped = false;
    this.#attempt = 0;
    this.#open();
  }

  /** Closes the socket for good, until the next start. */
  stop() {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#drain);
    clearTimeout(this.#health);
    this.#discard(1000);
  }

  /** Sends a message; says whether there was a socket to send it on. */
  send(message) {
    if (this.state.name !== "live" || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Asks for what is missing, on the socket that there is. */
  catchUp() {
    this.#question = randomUUID();
    this.#socket?.send(JSON.stringify({ type: "GetTickets", since: this.#since(), requestId: this.#question }));
  }

  /** Tries again at once. */
  retryNow() {
    if (this.#isStopped || this.state.name === "live" || this.state.name === "ended") return;
    this.#attempt = 0;
    this.#open();
  }

  /** The store has just refused something: looks how it is. */
  suspectStore(reason) {
    this.#setStoreTrouble(reason);
    this.#scheduleHealth(HEALTH_UNWELL_MS);
  }

  #set(name, more = {}) {
    this.state = { name, ...more };
    this.dispatchEvent(new Event("state"));
  }

  #open() {
    clearTimeout(this.#retry);
    clearTimeout(this.#drain);
    this.#discard(1000);
    if (this.state.name !== "connecting") this.#set("waiting", { retryAt: Date.now(), attempt: this.#attempt });
    const address = new URL("/ws", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address, "les-billets.v1");
    this.#socket = socket;
    const patience = setTimeout(() => socket.close(), OPEN_PATIENCE_MS);
    let isOpen = false;
    socket.onopen = () => {
      clearTimeout(patience);
      isOpen = true;
    };
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = (event) => {
      clearTimeout(patience);
      if (this.#socket === socket) this.#closed(event.code, isOpen);
    };
  }

  #discard(code) {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(code);
    this.dispatchEvent(new Event("lost"));
  }

  #take(message) {
    switch (message.type) {
      case "Welcome":
        this.welcome = message;
        this.#attempt = 0;
        this.catchUp();
        this.#set("live");
        this.#scheduleHealth(HEALTH_MS);
        this.dispatchEvent(new CustomEvent("welcome", { detail: message }));
        break;
      case "Draining":
        this.#restartPauseMs = message.reconnectAfterMs;
        clearTimeout(this.#drain);
        this.#drain = setTimeout(() => this.#open(), Math.random() * message.reconnectAfterMs);
        break;
      case "Rejected":
        if (message.requestId === this.#question) this.#askAgain(message);
        else this.dispatchEvent(new CustomEvent("message", { detail: message }));
        break;
      default:
        this.dispatchEvent(new CustomEvent("message", { detail: message }));
    }
  }

  /** The store could not say what is on the board: it is asked until it can. */
  #askAgain({ code, message }) {
    if (code === "unavailable") this.suspectStore(message);
    const socket = this.#socket;
    setTimeout(() => socket === this.#socket && this.catchUp(), ASK_AGAIN_MS * (0.5 + Math.random()));
  }

  async #closed(code, wasOpen) {
    this.#socket = null;
    clearTimeout(this.#drain);
    this.dispatchEvent(new Event("lost"));
    if (this.#isStopped) return;
    if (code === CLOSE.sessionEnded) return this.#end();
    if (code === CLOSE.restart) return this.#wait(Math.random() * this.#restartPauseMs);
    if (code === CLOSE.abuse) return this.#wait(ABUSE_PAUSE_MS + backoffDelay(this.#attempt++, Math.random()));
    const delay = backoffDelay(this.#attempt++, Math.random());
    this.#wait(delay);
    // A refused upgrade looks like any failure to a page: so it asks whether it is still welcome.
    if (!wasOpen) await this.#askWhetherWelcome();
  }

  async #askWhetherWelcome() {
    try {
      if ((await http.whoAmI()) === null && !this.#isStopped) this.#end();
    } catch (problem) {
      const pause = (problem.retryAfterSeconds ?? 0) * 1000;
      if (pause > 0 && this.state.name === "waiting") this.#wait(pause * (1 + Math.random()));
    }
  }

  #end() {
    this.stop();
    this.#set("ended");
  }

  #wait(delay) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), delay);
    this.#set(navigator.onLine ? "waiting" : "offline", { retryAt: Date.now() + delay, attempt: this.#attempt });
  }

  #lookAtNetwork() {
    if (this.state.name === "waiting" && !navigator.onLine) this.#set("offline", this.state);
    if (this.state.name === "live") this.#probe();
  }

  #tick() {
    const now = Date.now();
    if (now - this.#lastTick > SLEEP_MS) this.#wake();
    this.#lastTick = now;
  }

  /** The machine slept, or the page was hidden for long: timers and socket may both be dead. */
  #wake() {
    if (this.#isStopped) return;
    if (this.state.name === "live") this.#probe();
    else this.retryNow();
  }

  /** Whether the gateway answers: a dead network closes no socket. */
  async #probe() {
    const socket = this.#socket;
    try {
      this.#hear(await http.readiness());
    } catch (problem) {
      if (problem.status === 0 && socket && socket === this.#socket) {
        this.#discard(1000);
        this.#closed(1006, true);
      }
    }
  }

  #scheduleHealth(delay) {
    clearTimeout(this.#health);
    this.#health = setTimeout(async () => {
      if (this.state.name === "live" && document.visibilityState === "visible") await this.#probe();
      if (!this.#isStopped) this.#scheduleHealth(this.storeTrouble === null ? HEALTH_MS : HEALTH_UNWELL_MS);
    }, delay * (0.75 + Math.random() / 2));
  }

  #hear(readiness) {
    if (!readiness?.store) return;
    this.#setStoreTrouble(readiness.store.state === "well" ? null : (readiness.store.reason ?? ""));
  }

  #setStoreTrouble(reason) {
    if (this.storeTrouble === reason) return;
    this.storeTrouble = reason;
    this.dispatchEvent(new Event("state"));
  }
}
