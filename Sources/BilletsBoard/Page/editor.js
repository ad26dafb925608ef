/**
 * Carries out what the machine of `editing.js` decides: takes, renews and gives back the lock, saves, and keeps drafts.
 * "change" is dispatched with every new state, "draft" when a draft came or went, "tell" with a sentence to be said.
 * @module
 */
import { holdsText, READING, step } from "./editing.js";
import * as http from "./http.js";
import { holderOf, IDLE_MAXIMUM_MS, renewalDelay } from "./lease.js";
import { changedFields, editable } from "./merge.js";

/** The editor of the one ticket that is shown. */
export class Editor extends EventTarget {
  state = READING;
  /** The ticket's id; null if none is shown. */
  id = null;
  /** Why the save that is on its way waits: a rejection's code; null if it does not. */
  waitsFor = null;
  #desk;
  // The save of the draft that is edited, if its answer was lost.
  #earlier = null;
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
    this.#earlier = null;
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
    const { draft } = this;
    if (this.state.phase === "reading") this.#earlier = draft?.sent ?? null;
    this.input({ is: "edit", ticket, draft });
  }

  /** Hands an input to the machine, and carries out what follows. */
  input(input) {
    if (input.is === "change") this.#touchedAt = Date.now();
    const { state, actions } = step(this.state, { ...input, hasEarlier: this.#earlier !== null });
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
    this.#desk.keepDraft(this.id, { base: { version, title, description, status, priority, assignee }, fields });
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
    const onWait = (code) => {
      if (!this.#isSaving(id)) return;
      this.waitsFor = code;
      this.dispatchEvent(new Event("change"));
    };
    try {
      const saved = await this.#desk.update(id, version, change, { earlier: this.#earlier, onWait });
      if (this.#isSaving(id)) {
        this.#earlier = null;
        this.input({ is: "saved", ...saved });
      } else this.#savedElsewhere(id, saved.change);
    } catch ({ code, message, ticket, isFinal }) {
      if (id === this.id) this.#earlier = isFinal ? null : (this.draft?.sent ?? null);
      if (this.#isSaving(id)) this.input({ is: "rejected", code, message, ticket });
      else if (isFinal) this.dispatchEvent(new CustomEvent("tell", { detail: { what: "saveFailedElsewhere" } }));
    }
  }

  /** A change was saved while another ticket was shown: its draft is done, unless it has been changed since. */
  #savedElsewhere(id, change) {
    const draft = this.#desk.drafts.get(id);
    if (draft === null || (draft.base && changedFields({ ...editable(draft.base), ...change }, draft.fields).length > 0)) return;
    this.#desk.drafts.drop(id);
    this.dispatchEvent(new CustomEvent("draft", { detail: id }));
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
