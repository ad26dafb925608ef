/**
 * Commands that wait for their answer: what is sent, and sent again under the same request id until it is answered,
 * so that it is carried out once. It knows no network: it is given what sends, and what waits.
 * @module
 */

/** How many commands may wait. */
export const WAITING_MAXIMUM = 100;

/** How long to wait before a command that was `unavailable` is sent again, at first and at most, in milliseconds. */
export const RETRY_FIRST_MS = 500;
export const RETRY_MAXIMUM_MS = 8_000;

/** A command that was not carried out; unless `isFinal`, it may have been, and nobody knows. */
export class CommandRejected extends Error {
  constructor({ code, message, ticket }, { isFinal = false } = {}) {
    super(message);
    this.code = code;
    this.ticket = ticket ?? null;
    this.isFinal = isFinal;
  }
}

/** The commands of one page. */
export class Outbox {
  #waiting = new Map();
  #send;
  #later;
  #makeID;

  /**
   * `send(message)` says whether it could be sent now; `later(ms, action)` carries an action out after a while;
   * `makeID()` makes a UUID.
   */
  constructor(send, later, makeID) {
    this.#send = send;
    this.#later = later;
    this.#makeID = makeID;
  }

  /**
   * Sends a command, and answers what comes back: Accepted, or a `CommandRejected`.
   *
   * A patient one survives broken connections and an unavailable store; any other is rejected by them. One that has a
   * request id already, and waits here under it, is not sent twice: both get the one answer.
   */
  submit(command, { patient = false, onWait = () => {} } = {}) {
    const requestID = command.requestId ?? this.#makeID();
    const waiting = this.#waiting.get(requestID);
    if (waiting) {
      waiting.onWait = onWait;
      return waiting.answer;
    }
    if (this.#waiting.size >= WAITING_MAXIMUM) {
      return Promise.reject(new CommandRejected({ code: "rate_limited", message: "" }));
    }
    const { promise, resolve, reject } = Promise.withResolvers();
    const entry = { message: { ...command, requestId: requestID }, patient, onWait, answer: promise, resolve, reject, attempts: 0 };
    this.#waiting.set(requestID, entry);
    if (!this.#send(entry.message)) this.#postpone(requestID, entry, "disconnected", "");
    return promise;
  }

  /** Takes in an answer; says whether it was one to a command of this outbox. */
  take(message) {
    const entry = this.#waiting.get(message.requestId);
    if (!entry) return false;
    if (message.type === "Accepted") {
      this.#waiting.delete(message.requestId);
      entry.resolve(message);
    } else if (message.code === "unavailable" || message.code === "rate_limited") {
      this.#postpone(message.requestId, entry, message.code, message.message);
    } else {
      this.#waiting.delete(message.requestId);
      entry.reject(new CommandRejected(message, { isFinal: true }));
    }
    return true;
  }

  /** The connection is gone: who is not patient hears of it. */
  connectionLost() {
    for (const [id, entry] of this.#waiting) this.#postpone(id, entry, "disconnected", "");
  }

  /** The connection is back: everything that waits is sent again, in its order. */
  connectionBack() {
    for (const entry of this.#waiting.values()) this.#send(entry.message);
  }

  /** Somebody else is logged in: nothing is sent in their name. */
  abandon() {
    for (const entry of this.#waiting.values()) {
      entry.reject(new CommandRejected({ code: "disconnected", message: "" }));
    }
    this.#waiting.clear();
  }

  /** How many commands wait. */
  get count() {
    return this.#waiting.size;
  }

  #postpone(id, entry, code, message) {
    if (!entry.patient) {
      this.#waiting.delete(id);
      entry.reject(new CommandRejected({ code, message }));
      return;
    }
    entry.onWait(code, message);
    if (code === "disconnected") return;
    const delay = Math.min(RETRY_MAXIMUM_MS, RETRY_FIRST_MS * 2 ** Math.min(entry.attempts, 10));
    entry.attempts += 1;
    this.#later(delay, () => {
      if (this.#waiting.get(id) === entry) this.#send(entry.message);
    });
  }
}
