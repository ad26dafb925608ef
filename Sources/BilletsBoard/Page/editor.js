/**
 * Carries out what the machine of `editing.js` decides: takes, renews and gives back the lock, saves, and keeps drafts.
 * "change" is dispatched with every new state, "draft" when a draft came or went, "tell" with a sentence to be said.
 * @module
 */
import { holdsText, READING, step } from "./editing.js";
import * as http from "./http.js";
import { holderOf, IDLE_MAXIMUM_MS, renewalDelay } from "./lease.js";

/** The editor of the one ticket that is shown. */
export class Editor extends EventTarget {
  state = READING;
  /** The ticket's id; null if none is shown. */
  id = null;
  /** Why the save that is on its way waits: a rejection's code; null if it does not. */
  waitsFor = null;
  #desk;
  #renewal = null;
  #touchedAt = 0;

  constructor(desk) {
    super();
    this.#desk = desk;
    desk.addEventListener("changed", ({ detail }) => detail.ticket.id === this.id && this.#hear(detail));
    desk.addEventListener("resumed", () => this.#resumed());
    addEventListener("pagehide", () => this.#leavePage());
  }

  /** Turns to another ticket; what was typed at the last one is kept. */
  open(id) {
    if (id === this.id) return;
    if (this.id !== null) this.input({ is: "leave" });
    this.id = id;
    this.state = READING;
    this.dispatchEvent(new Event("change"));
  }

  /** What was typed at this ticket before, and not saved. */
  get draft() {
    return this.id === null ? null : this.#desk.drafts.get(this.id);
  }

  /** Somebody wants to edit. */
  edit() {
    const ticket = this.#desk.ticket(this.id);
    this.#desk.refreshPeople();
    this.#touchedAt = Date.now();
    this.input({ is: "edit", ticket, draft: this.draft });
  }

  /** Hands an input to the machine, and carries out what follows. */
  input(input) {
    if (input.is === "change") this.#touchedAt = Date.now();
    const { state, actions } = step(this.state, input);
    const before = this.state;
    this.state = state;
    if (state.phase !== "saving") this.waitsFor = null;
    for (const action of actions) this.#perform(action, before);
    this.#scheduleRenewal();
    this.dispatchEvent(new Event("change"));
  }

  #perform(action, before) {
    const source = holdsText(this.state) || this.state.fields ? this.state : before;
    switch (action.do) {
      case "lock":
        this.#lock();
        break;
      case "unlock":
        if (this.#holder() === "mine" || before.phase === "asking") this.#desk.unlock(this.id);
        break;
      case "save":
        this.#save(action);
        break;
      case "keepDraft":
        this.#keep(source);
        break;
      case "dropDraft":
        this.#desk.drafts.drop(this.id);
        this.dispatchEvent(new CustomEvent("draft", { detail: this.id }));
        break;
      case "tell":
        this.dispatchEvent(new CustomEvent("tell", { detail: action }));
        break;
    }
  }

  #keep({ base, fields }) {
    const { version, title, description, status, priority, assignee } = base;
    this.#desk.drafts.keep(this.id, { base: { version, title, description, status, priority, assignee }, fields });
    this.dispatchEvent(new CustomEvent("draft", { detail: this.id }));
  }

  #holder() {
    return holderOf(this.#desk.ticket(this.id), this.#desk.me.id);
  }

  async #lock() {
    const id = this.id;
    try {
      await this.#desk.lock(id);
      if (id === this.id) this.input({ is: "locked", ticket: this.#desk.ticket(id) });
    } catch ({ code, ticket }) {
      if (id !== this.id) return;
      const holder = ticket?.lock?.by ?? null;
      if (holder && this.state.phase === "editing") this.input({ is: "taken", holder });
      else this.input({ is: "refused", holder, code });
    }
  }

  async #save({ version, change }) {
    const id = this.id;
    const { drafts } = this.#desk;
    try {
      await this.#desk.update(id, version, change, (code) => {
        if (!this.#isSaving(id)) return;
        this.waitsFor = code;
        this.dispatchEvent(new Event("change"));
      });
      if (this.#isSaving(id)) this.input({ is: "saved" });
      else {
        drafts.drop(id);
        this.dispatchEvent(new CustomEvent("draft", { detail: id }));
      }
    } catch ({ code, message, ticket }) {
      if (this.#isSaving(id)) this.input({ is: "rejected", code, message, ticket });
      else if (code !== "disconnected") this.dispatchEvent(new CustomEvent("tell", { detail: { what: "saveFailedElsewhere" } }));
    }
  }

  #isSaving(id) {
    return id === this.id && this.state.phase === "saving";
  }

  #hear({ ticket, before, event }) {
    const wasMine = before?.lock?.by.id === this.#desk.me.id;
    if (event.type === "TicketUnlocked" && wasMine) this.input({ is: "unlocked", reason: event.reason, ticket });
    else if (event.type === "TicketUnlocked") this.input({ is: "freed" });
    else if (event.type === "TicketLocked" && this.#holder() === "other") {
      this.input({ is: "taken", holder: ticket.lock.by });
    } else if (event.type === "TicketUpdated") this.input({ is: "overtaken", ticket });
  }

  #resumed() {
    const ticket = this.id === null ? undefined : this.#desk.ticket(this.id);
    if (ticket) this.input({ is: "resumed", ticket, holder: this.#holder() });
  }

  #scheduleRenewal() {
    const isHeld = ["editing", "saving", "conflict"].includes(this.state.phase);
    if (!isHeld) {
      clearTimeout(this.#renewal);
      this.#renewal = null;
    } else this.#renewal ??= setTimeout(() => this.#renew(), renewalDelay(this.#desk.lockSeconds));
  }

  #renew() {
    this.#renewal = null;
    if (Date.now() - this.#touchedAt > IDLE_MAXIMUM_MS && this.state.phase === "editing") {
      this.input({ is: "unlocked", reason: "idle", ticket: this.#desk.ticket(this.id) });
      return;
    }
    if (this.#holder() === "mine") this.#lock();
    this.#scheduleRenewal();
  }

  /** The page goes away: what was typed is kept, and the lock given back. */
  #leavePage() {
    if (this.state.phase === "reading") return;
    if (holdsText(this.state)) this.#keep(this.state);
    if (this.#holder() === "mine") http.unlockOnLeaving(this.id);
  }
}
