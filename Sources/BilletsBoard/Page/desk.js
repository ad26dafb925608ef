/**
 * What an agent works at: the live tickets, the connection that keeps them so, and the commands that change them.
 *
 * Events: "loading" and "loaded" (the snapshot), "changed" (one ticket; `detail` is what `Tickets.take` answers),
 * "resumed" (the connection is back, and nothing is missing), "connection" (its state), "people", "otherUser" (another
 * user has logged in in this browser), "draftLost" (the browser keeps no drafts).
 * @module
 */
import { randomUUID, storage } from "./browser.js";
import { Connection } from "./connection.js";
import { Drafts, newTicketKey } from "./drafts.js";
import * as http from "./http.js";
import { Intents } from "./intents.js";
import { editable } from "./merge.js";
import { CommandRejected, Outbox } from "./outbox.js";
import { Tickets } from "./tickets.js";

/** How long to wait for a ticket that exists to come onto the board, in milliseconds. */
const SHOWN_TIMEOUT_MS = 5_000;

/** How long a list of people is good for, in milliseconds. */
const PEOPLE_AGE_MS = 60_000;

/** The desk of whoever is logged in. */
export class Desk extends EventTarget {
  /** Who is logged in: id, name and role. */
  me;
  tickets = new Tickets();
  drafts;
  connection;
  /** To whom tickets can be assigned, by name. */
  people = [];
  /** The tickets whose lock somebody waits for. */
  watched = new Set();
  #outbox;
  #intents;
  #peopleAt = 0;

  constructor(session) {
    super();
    this.me = session.user;
    this.drafts = new Drafts(this.me.id, storage());
    this.connection = new Connection(() => this.tickets.since);
    this.#outbox = new Outbox(
      (message) => this.connection.send(message),
      (delay, action) => setTimeout(action, delay),
      randomUUID,
    );
    this.#intents = new Intents(
      this.drafts,
      (command, onWait) => this.#command(command, { patient: true, onWait }),
      randomUUID,
    );
    this.connection.addEventListener("state", () => this.dispatchEvent(new Event("connection")));
    this.connection.addEventListener("welcome", ({ detail }) => this.#welcome(detail));
    this.connection.addEventListener("lost", () => this.#outbox.connectionLost());
    this.connection.addEventListener("message", ({ detail }) => this.#take(detail));
  }

  /** Begins to work. */
  start() {
    this.connection.start();
    this.refreshPeople();
  }

  /** Ends it: nothing is sent any more. */
  stop() {
    this.#outbox.abandon();
    this.connection.stop();
  }

  /** How long a lock lasts, in seconds. */
  get lockSeconds() {
    return this.connection.welcome?.lockSeconds ?? 120;
  }

  /** Whether commands can be carried out now, as far as is known. */
  get isWritable() {
    return this.connection.state.name === "live" && this.connection.storeTrouble === null;
  }

  /** The ticket of an id as it stands. */
  ticket(id) {
    return this.tickets.byID.get(id);
  }

  /** Takes the lock of a ticket, or renews it; answers when the board shows it. */
  async lock(id) {
    const accepted = await this.#command({ type: "LockTicket", ticketId: id });
    await this.reached(accepted.revision);
  }

  /** Gives a lock back; one that cannot be given back ends by itself. */
  unlock(id) {
    return this.#command({ type: "UnlockTicket", ticketId: id }).catch(() => {});
  }

  /** Keeps a draft. */
  keepDraft(key, draft) {
    if (!this.drafts.keep(key, draft)) this.dispatchEvent(new Event("draftLost"));
  }

  /**
   * Saves a change against `version`, however long it takes; answers when the board shows it.
   *
   * `earlier` is a save of the same draft whose answer was lost. If it was carried out, `change` is not: the answer is
   * `{ticket, change}`, the ticket after the change that was saved.
   */
  async update(id, version, change, { earlier, onWait }) {
    const isEmpty = Object.keys(change).length === 0;
    const command = isEmpty ? null : { type: "UpdateTicket", ticket: { id, version, ...change } };
    const { accepted, sent } = await this.#intents.send(id, command, { earlier, onWait });
    await this.reached(accepted.revision);
    const { id: _, version: __, ...saved } = sent.ticket;
    return { ticket: accepted.ticket, change: saved };
  }

  /**
   * Creates the ticket `id` from its draft, however long it takes; answers when the board shows it.
   *
   * The id belongs to the draft, so that no second ticket is made of it: if another tab, or an attempt whose answer
   * was lost, has created the ticket, then it stays as it is. The answer is `{ticket, fields}`: `ticket` at version 1,
   * or a version 1 of it that conflicts with the present one, and the fields that it was created with.
   */
  async create(id, fields, onWait) {
    const key = newTicketKey(id);
    const earlier = this.drafts.get(key)?.sent ?? null;
    try {
      const command = { type: "CreateTicket", ticket: { id, ...fields } };
      const { accepted, sent } = await this.#intents.send(key, command, { earlier, onWait });
      await this.reached(accepted.revision);
      return { ticket: accepted.ticket, fields: sent.ticket };
    } catch (problem) {
      const ticket = problem.code === "invalid_message" ? await this.#existing(id) : null;
      if (ticket === null) throw problem;
      return { ticket: { ...ticket, version: 1 }, fields: earlier?.ticket ?? editable(ticket) };
    }
  }

  /** Waits until the board is at `revision`: answers to commands may come before their events. */
  reached(revision) {
    return this.#until(() => this.tickets.revision >= revision);
  }

  /** Waits until `isTrue()`, which is asked now and after each change of the board. */
  #until(isTrue) {
    return new Promise((resolve) => {
      const look = () => {
        if (!isTrue()) return;
        for (const event of ["changed", "loaded"]) this.removeEventListener(event, look);
        resolve();
      };
      for (const event of ["changed", "loaded"]) this.addEventListener(event, look);
      look();
    });
  }

  /** Asks again to whom tickets can be assigned, if that was long ago. */
  async refreshPeople() {
    if (Date.now() - this.#peopleAt < PEOPLE_AGE_MS) return;
    this.#peopleAt = Date.now();
    try {
      this.people = await http.assignees();
      this.dispatchEvent(new Event("people"));
    } catch {
      this.#peopleAt = 0;
    }
  }

  /** The ticket of an id, once the board shows it; null if there is none. */
  async #existing(id) {
    const ticket = await http.ticket(id);
    if (ticket === null || this.ticket(id)) return ticket;
    const timeout = new Promise((resolve) => setTimeout(resolve, SHOWN_TIMEOUT_MS));
    await Promise.race([this.#until(() => this.ticket(id)), timeout]);
    return ticket;
  }

  /** The socket is open again: what waits is sent, unless another user has logged in in this browser. */
  #welcome({ user }) {
    if (user.id !== this.me.id) {
      this.stop();
      this.dispatchEvent(new Event("otherUser"));
      return;
    }
    this.tickets.startOver();
    this.#outbox.connectionBack();
  }

  async #command(command, options) {
    try {
      return await this.#outbox.submit(command, {
        ...options,
        onWait: (code, message) => {
          if (code === "unavailable") this.connection.suspectStore(message);
          options?.onWait?.(code, message);
        },
      });
    } catch (problem) {
      if (problem instanceof CommandRejected && problem.code === "unavailable") {
        this.connection.suspectStore(problem.message);
      }
      throw problem;
    }
  }

  #take(message) {
    if (this.#outbox.take(message)) return;
    const news = this.tickets.take(message);
    switch (news.kind) {
      case "loading":
      case "loaded":
      case "changed":
        this.dispatchEvent(new CustomEvent(news.kind, { detail: news }));
        break;
      case "gap":
        this.connection.catchUp();
        break;
    }
    if (news.kind === "loaded" || news.kind === "resumed") this.#whenCaughtUp(message);
  }

  /** The missed events follow their answer at once: "resumed" is said when the last one is there. */
  async #whenCaughtUp(message) {
    await this.reached(message.revision);
    this.dispatchEvent(new Event("resumed"));
  }
}
