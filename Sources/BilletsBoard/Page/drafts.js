/**
 * What has been typed and is not saved: kept in this browser, for each user and ticket, until it is saved or thrown
 * away. It survives the loss of a lock, a log-out, a reload and a dead server.
 * @module
 */
const PREFIX = "les-billets.draft.";

/** The name of the draft of a ticket that is being made. */
export const NEW_TICKET = "new";

/** How many drafts of a user are kept; the oldest go first. */
export const DRAFTS_MAXIMUM = 200;

/** The drafts of one user. */
export class Drafts {
  #prefix;
  #storage;
  // For browsers that keep nothing: then they live as long as the page.
  #memory = new Map();

  constructor(userID, storage) {
    this.#prefix = `${PREFIX}${userID}.`;
    this.#storage = storage;
  }

  /** Keeps `draft`, a value of JSON, under the ticket's id; says whether it will survive the page. */
  keep(id, draft) {
    this.#memory.set(id, draft);
    try {
      this.#storage.setItem(this.#prefix + id, JSON.stringify({ ...draft, at: Date.now() }));
      this.#bound();
      return true;
    } catch {
      return false;
    }
  }

  /** The draft of a ticket; null if there is none. */
  get(id) {
    try {
      const text = this.#storage.getItem(this.#prefix + id);
      if (text) return JSON.parse(text);
    } catch {
      // What cannot be read is as good as gone.
    }
    return this.#memory.get(id) ?? null;
  }

  /** Forgets the draft of a ticket. */
  drop(id) {
    this.#memory.delete(id);
    try {
      this.#storage.removeItem(this.#prefix + id);
    } catch {
      // Nothing was kept.
    }
  }

  /** The ids of all tickets with a draft. */
  ids() {
    const ids = new Set(this.#memory.keys());
    try {
      for (let index = 0; index < this.#storage.length; index += 1) {
        const key = this.#storage.key(index);
        if (key.startsWith(this.#prefix)) ids.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Nothing is kept.
    }
    return ids;
  }

  #bound() {
    const ids = [...this.ids()];
    if (ids.length <= DRAFTS_MAXIMUM) return;
    const oldest = ids.map((id) => ({ id, at: this.get(id)?.at ?? 0 })).sort((a, b) => a.at - b.at);
    for (const { id } of oldest.slice(0, ids.length - DRAFTS_MAXIMUM)) this.drop(id);
  }
}
