/**
 * What an agent works at: the live tickets, the connection that keeps them so, and the commands that change them.
 *
 * Events: "loading" and "loaded" (the snapshot), "changed" (one ticket; `detail` is what `Tickets.take` answers),
 * "resumed" (the connection is back, and nothing is missing), "connection" (its state), "people".
 * @module
 */
import { Connection } from "./connection.js";
import { Drafts } from "./drafts.js";
import * as http from "./http.js";
import { CommandRejected, Outbox } from "./outbox.js";
import { Tickets } from "./tickets.js";

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
  #peopleAt = 0;

  constructor(session) {
    super();
    this.me = session.user;
    this.drafts = new Drafts(this.me.id, localStorage);
    this.connection = new Connection(() => this.tickets.since);
    this.#outbox = new Outbox(
      (message) => this.connection.send(message),
      (delay, action) => setTimeout(action, delay),
      () => crypto.randomUUID(),
    );
    this.connection.addEventListener("state", () => this.dispatchEvent(new Event("connection")));
    this.connection.addEventListener("welcome", () => {
      this.tickets.startOver();
      this.#outbox.connectionBack();
    });
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

  /** Saves a change against `version`, however long it takes; answers when the board shows it. */
  async update(id, version, change, onWait) {
    const command = { type: "UpdateTicket", ticket: { id, version, ...change } };
    const accepted = await this.#command(command, { patient: true, onWait });
    await this.reached(accepted.revision);
  }

  /** Makes a ticket, however long it takes; answers it when the board shows it. */
  async create(ticket, onWait) {
    const accepted = await this.#command({ type: "CreateTicket", ticket }, { patient: true, onWait });
    await this.reached(accepted.revision);
    return accepted.ticket;
  }

  /** Waits until the board is at `revision`: answers to commands may come before their events. */
  reached(revision) {
    return new Promise((resolve) => {
      const look = () => {
        if (this.tickets.revision < revision) return;
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
