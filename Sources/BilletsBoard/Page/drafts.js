/**
 * Text that has been typed and is not saved: kept in this browser, for each user and ticket, until it is saved or
 * discarded. It survives the loss of a lock, a log-out, a reload and a dead server.
 *
 * A draft is `{base, fields, sent, at}`: `base` is the ticket that the change began with (null for a new ticket), `sent`
 * the command that was made of it and has no answer yet (null if there is none), with its request id.
 * @module
 */
import { FIELDS, PRIORITIES, STATUSES } from "./tickets.js";

const PREFIX = "les-billets.draft.";

/** The key of a new ticket's draft is this and the id that the ticket will have. */
const NEW_TICKET = "new";

/** The number of drafts of a user that are kept; the oldest go first. */
export const DRAFTS_MAXIMUM = 200;

/** The latest time that a `Date` can hold, in milliseconds. */
const TIME_MAXIMUM = 8.64e15;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The key of the draft of a ticket that will have the id `id`. */
export const newTicketKey = (id) => `${NEW_TICKET}.${id}`;

/** The draft in a stored text; null if it is damaged. */
export function readDraft(text) {
  let draft;
  try {
    draft = JSON.parse(text);
  } catch {
    return null;
  }
  const fields = readFields(draft?.fields);
  if (fields === null) return null;
  const base = readBase(draft.base);
  if (draft.base && base === null) return null;
  const at = Number.isFinite(draft.at) && Math.abs(draft.at) <= TIME_MAXIMUM ? draft.at : 0;
  return { base, fields, sent: readSent(draft.sent), at };
}

function readFields(value) {
  const isSound = typeof value?.title === "string" && typeof value.description === "string"
    && STATUSES.includes(value.status) && PRIORITIES.includes(value.priority)
    && (value.assignee === null || typeof value.assignee === "string");
  return isSound ? Object.fromEntries(FIELDS.map((field) => [field, value[field]])) : null;
}

function readBase(value) {
  const assignee = value?.assignee ?? null;
  const fields = readFields({ ...value, assignee: null });
  if (fields === null || !Number.isSafeInteger(value.version)) return null;
  if (assignee !== null && (typeof assignee.id !== "string" || typeof assignee.name !== "string")) return null;
  return { ...fields, version: value.version, assignee };
}

function readSent(value) {
  const isSound = ["CreateTicket", "UpdateTicket"].includes(value?.type) && typeof value.requestId === "string"
    && typeof value.ticket?.id === "string";
  return isSound ? value : null;
}

/** The drafts of one user. */
export class Drafts {
  #prefix;
  #storage;
  // The drafts that the storage refused: they live as long as the page.
  #memory = new Map();

  /** The drafts of a user in `storage`, which is null where the browser forbids it. */
  constructor(userID, storage) {
    this.#prefix = `${PREFIX}${userID}.`;
    this.#storage = storage;
  }

  /** Keeps `{base, fields}` under a key, beside the command that was sent; says whether it survives the page. */
  keep(key, { base = null, fields }) {
    return this.#write(key, { base, fields, sent: this.get(key)?.sent ?? null, at: Date.now() });
  }

  /** Notes the command that is sent from a draft now. */
  markSent(key, command) {
    const draft = this.get(key);
    if (draft) this.#write(key, { ...draft, sent: command });
  }

  /** Notes that a command was answered. */
  markAnswered(key, requestID) {
    const draft = this.get(key);
    if (draft?.sent?.requestId === requestID) this.#write(key, { ...draft, sent: null });
  }

  /** The draft of a key; null if there is none. */
  get(key) {
    if (this.#memory.has(key)) return this.#memory.get(key);
    try {
      const text = this.#storage.getItem(this.#prefix + key);
      return text === null ? null : readDraft(text);
    } catch {
      return null;
    }
  }

  /** Forgets a draft. */
  drop(key) {
    this.#memory.delete(key);
    try {
      this.#storage.removeItem(this.#prefix + key);
    } catch {
      // Nothing was kept.
    }
  }

  /** The keys of all drafts: ids of tickets, and keys of new tickets. */
  ids() {
    const keys = new Set(this.#memory.keys());
    try {
      for (let index = 0; index < this.#storage.length; index += 1) {
        const key = this.#storage.key(index);
        if (key.startsWith(this.#prefix)) keys.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Nothing is kept.
    }
    return keys;
  }

  /** The id that the ticket of the latest new draft will have; null if there is none. `makeID()` makes a UUID. */
  newTicketID(makeID) {
    this.#nameOldDraft(makeID);
    const prefix = newTicketKey("");
    const drafts = [...this.ids()].filter((key) => key.startsWith(prefix))
      .map((key) => ({ id: key.slice(prefix.length), at: this.get(key)?.at }))
      .filter(({ id, at }) => UUID.test(id) && at !== undefined);
    return drafts.sort((a, b) => b.at - a.at)[0]?.id ?? null;
  }

  /** Gives an id to a draft that an older version of the page kept without one. */
  #nameOldDraft(makeID) {
    const old = this.get(NEW_TICKET);
    if (old) this.keep(newTicketKey(makeID()), old);
    this.drop(NEW_TICKET);
  }

  #write(key, draft) {
    try {
      this.#storage.setItem(this.#prefix + key, JSON.stringify(draft));
    } catch {
      this.#memory.set(key, draft);
      return false;
    }
    this.#memory.delete(key);
    this.#bound();
    return true;
  }

  #bound() {
    const keys = [...this.ids()];
    if (keys.length <= DRAFTS_MAXIMUM) return;
    const oldest = keys.map((key) => ({ key, at: this.get(key)?.at ?? 0 })).sort((a, b) => a.at - b.at);
    for (const { key } of oldest.slice(0, keys.length - DRAFTS_MAXIMUM)) this.drop(key);
  }
}
