/**
 * The board's tickets as the socket tells them: snapshot plus events. It knows no DOM and no network.
 * @module
 */

/** What a ticket may be, the least first. */
export const STATUSES = ["open", "blocked", "closed"];
export const PRIORITIES = ["low", "normal", "high", "urgent"];

/** The fields that people change. */
export const FIELDS = ["title", "description", "status", "priority", "assignee"];

/** All tickets, and how far in the history they are. */
export class Tickets {
  /** The history that revisions count in; null before the first snapshot. */
  epoch = null;
  /** The last change that has been taken in. */
  revision = 0;
  /** The tickets by id. */
  byID = new Map();
  /** Whether a snapshot is there. */
  isLoaded = false;
  #ids = new Map();
  #arriving = null;

  /** What to send with GetTickets: where to go on; undefined if everything is wanted. */
  get since() {
    return this.isLoaded ? { epoch: this.epoch, revision: this.revision } : undefined;
  }

  /** The ticket of a number; undefined if there is none. */
  numbered(number) {
    return this.byID.get(this.#ids.get(number));
  }

  /** A new socket: what has arrived of a snapshot will not be completed. */
  startOver() {
    this.#arriving = null;
  }

  /**
   * Takes in a message of the socket.
   *
   * Answers `{kind}`: "none"; "loading" with `count`; "loaded"; "resumed"; "gap" if a change is missing; or "changed"
   * with the `ticket`, what it was `before`, and the `event`.
   */
  take(message) {
    switch (message.type) {
      case "AllTickets":
        return this.#takeSnapshot(message);
      case "Resumed":
        this.epoch = message.epoch;
        return { kind: "resumed", missed: message.missed };
      case "TicketCreated":
      case "TicketUpdated":
        return this.#takeEvent(message, message.ticket.id, () => message.ticket);
      case "TicketLocked":
        return this.#takeEvent(message, message.ticketId, (ticket) => ({ ...ticket, lock: message.lock }));
      case "TicketUnlocked":
        return this.#takeEvent(message, message.ticketId, (ticket) => ({ ...ticket, lock: null }));
      default:
        return { kind: "none" };
    }
  }

  #takeSnapshot(message) {
    this.#arriving ??= new Map();
    for (const ticket of message.tickets) this.#arriving.set(ticket.id, ticket);
    if (message.more) return { kind: "loading", count: this.#arriving.size };
    this.byID = this.#arriving;
    this.#arriving = null;
    this.#ids = new Map();
    for (const ticket of this.byID.values()) this.#ids.set(ticket.number, ticket.id);
    this.epoch = message.epoch;
    this.revision = message.revision;
    this.isLoaded = true;
    return { kind: "loaded" };
  }

  #takeEvent(event, id, change) {
    if (!this.isLoaded || event.revision <= this.revision) return { kind: "none" };
    if (event.revision !== this.revision + 1) return { kind: "gap" };
    this.revision = event.revision;
    const before = this.byID.get(id);
    const ticket = change(before);
    this.byID.set(id, ticket);
    this.#ids.set(ticket.number, id);
    return { kind: "changed", ticket, before, event };
  }
}
