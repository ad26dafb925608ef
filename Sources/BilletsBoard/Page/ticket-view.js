/**
 * One ticket: to be read, edited, compared and followed.
 * @module
 */
import { isolated } from "./bidi.js";
import { serverNow } from "./clock.js";
import { ConflictView } from "./conflict-view.js";
import { button, h, icon, setAttribute, setHidden, setIcon, setText } from "./dom.js";
import { holdsText } from "./editing.js";
import { Editor } from "./editor.js";
import { formatAgo, formatClock, formatMoment, formatRemaining } from "./format.js";
import { HistoryView } from "./history-view.js";
import { say } from "./language.js";
import { holderOf, remainingOf } from "./lease.js";
import { changedFields, editable } from "./merge.js";
import { TicketForm } from "./ticket-form.js";
import { avatar, setAvatar } from "./ticket-row.js";
import { toast } from "./toasts.js";
import { confirm } from "./dialogs.js";

/** The panel of the ticket that is shown. */
export class TicketView extends EventTarget {
  element;
  editor;
  #desk;
  #router;
  #form;
  #conflict;
  #history;
  #parts = {};
  #phase = "reading";

  constructor(desk, router) {
    super();
    this.#desk = desk;
    this.#router = router;
    this.editor = new Editor(desk);
    this.#form = new TicketForm(desk);
    this.#conflict = new ConflictView(desk);
    this.#history = new HistoryView(desk);
    this.#build();
    this.editor.addEventListener("change", () => this.#show());
    this.editor.addEventListener("tell", ({ detail }) => this.#tell(detail));
    this.editor.addEventListener("draft", ({ detail }) => this.dispatchEvent(new CustomEvent("draft", { detail })));
    this.#form.addEventListener("input", ({ detail }) => this.editor.input({ is: "change", fields: detail }));
    this.#conflict.addEventListener("save", ({ detail }) => this.editor.input({ is: "save", fields: detail }));
    this.#conflict.addEventListener("reconsider", () => this.editor.input({ is: "reconsider" }));
    desk.addEventListener("changed", ({ detail }) => detail.ticket.id === this.editor.id && this.#show());
    desk.addEventListener("loaded", () => this.routeChanged());
    desk.addEventListener("connection", () => this.#show());
    setInterval(() => this.#showLock(), 1_000);
  }

  /** Shows the ticket of the route; `focus` goes to it if somebody asked for it. */
  routeChanged({ focus = false } = {}) {
    const { ticket: number, page } = this.#router.route;
    const ticket = number === null || page !== "board" ? undefined : this.#desk.tickets.numbered(number);
    const isMissing = number !== null && !ticket && this.#desk.tickets.isLoaded;
    setHidden(this.element, number === null || page !== "board");
    setHidden(this.#parts.missing, !isMissing);
    setHidden(this.#parts.content, !ticket);
    if (isMissing) setText(this.#parts.missing, say("noSuchTicket", { number }));
    this.editor.open(ticket?.id ?? null);
    this.#history.open(ticket?.id ?? null);
    this.#show();
    if (ticket && focus) this.#parts.title.focus({ preventScroll: true });
    if (ticket && focus) this.element.scrollTop = 0;
  }

  /** Takes the lock and opens the editor, or says who has it. */
  edit() {
    if (this.editor.id === null || this.editor.state.phase !== "reading") return;
    const { lock } = this.#ticket;
    if (holderOf(this.#ticket, this.#desk.me.id) === "other") toast(say("lockTaken", { name: lock.by.name }));
    else this.editor.edit();
  }

  /** Saves what was typed. */
  save() {
    if (!["editing", "lost"].includes(this.editor.state.phase) || this.#form.complain()) return;
    this.editor.input({ is: "save", fields: this.#form.fields });
  }

  /** Ends editing, and keeps what was typed as a draft; closes the ticket if nothing is edited. */
  escape() {
    if (!holdsText(this.editor.state)) {
      this.#router.go({ ticket: null });
      return;
    }
    // What is on its way cannot be called back.
    if (this.editor.state.phase === "saving") return;
    const isDirty = this.#isDirty();
    this.editor.input({ is: "leave" });
    if (isDirty) toast(say("draftKept"));
    this.#parts.edit.focus();
  }

  /** Tells, once the lock that somebody else holds is free. */
  watch() {
    const { watched } = this.#desk;
    if (holderOf(this.#ticket, this.#desk.me.id) !== "other") return;
    if (watched.has(this.editor.id)) watched.delete(this.editor.id);
    else watched.add(this.editor.id);
    this.#show();
  }

  get #ticket() {
    return this.#desk.ticket(this.editor.id);
  }

  #isDirty() {
    const { base, fields } = this.editor.state;
    return changedFields(editable(base), fields).length > 0;
  }

  #build() {
    const made = this.#parts;
    made.number = h("span", { class: "number" });
    made.title = h("h2", { class: "ticket-title", dir: "auto", tabindex: "-1", id: "ticket-title" });
    made.lock = h("div", { class: "lock-bar", hidden: true }, icon("lock"), (made.lockText = h("span")),
      (made.watch = button(say("watch"), { iconName: "bell", on: { click: () => this.watch() } })));
    made.edit = button(say("edit"), { primary: true, "aria-keyshortcuts": "e", on: { click: () => this.edit() } });
    made.draft = h("div", { class: "note", hidden: true }, (made.draftText = h("span")),
      button(say("draftContinue"), { on: { click: () => this.edit() } }),
      button(say("draftDiscard"), { quiet: true, on: { click: () => this.#discard() } }));
    made.description = h("div", { class: "description", dir: "auto" });
    made.facts = this.#buildFacts();
    made.reading = h("div", { class: "reading" }, made.title,
      h("div", { class: "reading-actions" }, made.edit), made.draft, made.facts, made.description);
    made.trouble = h("div", { class: "note trouble", role: "alert", hidden: true }, (made.troubleText = h("span")),
      (made.retake = button(say("retake"), { on: { click: () => this.editor.edit() } })),
      (made.watchLost = button(say("watch"), { iconName: "bell", on: { click: () => this.watch() } })));
    made.save = button(say("save"), { primary: true, "aria-keyshortcuts": "Control+Enter", on: { click: () => this.save() } });
    made.cancel = button(say("cancel"), { on: { click: () => this.#discard() } });
    made.progress = h("span", { class: "hint", role: "status" });
    made.editing = h("form", { class: "editing", "aria-label": say("edit"), hidden: true,
      on: { submit: (event) => { event.preventDefault(); this.save(); } } },
      h("h2", { class: "visually-hidden", text: say("edit") }), made.trouble, this.#form.element, h("div", { class: "actions" }, made.save, made.cancel, made.progress));
    made.missing = h("p", { class: "empty", hidden: true });
    made.content = h("div", { class: "ticket-content" }, made.lock, made.reading, made.editing, this.#conflict.element,
      this.#history.element);
    made.close = button(say("close"), { iconName: "close", quiet: true, showsLabel: false,
      on: { click: () => this.#router.go({ ticket: null }) } });
    this.element = h("aside", { class: "ticket", "aria-labelledby": "ticket-title", hidden: true },
      h("header", { class: "ticket-head" }, made.number, (made.status = h("span", { class: "pill" }, icon("open"), h("span"))),
        h("span", { class: "gap" }), made.close),
      made.missing, made.content);
  }

  #buildFacts() {
    const fact = (name, ...value) =>
      h("div", { class: "fact" }, h("dt", { text: say(`column.${name}`) }), h("dd", {}, ...value));
    const made = this.#parts;
    made.factStatus = [icon("open"), h("span")];
    made.factPriority = [icon("normal"), h("span")];
    made.factAssignee = [avatar(), h("span", { dir: "auto" })];
    made.created = h("time");
    made.createdBy = h("span");
    made.updated = h("time");
    made.updatedBy = h("span");
    return h("dl", { class: "facts" }, fact("status", ...made.factStatus), fact("priority", ...made.factPriority),
      fact("assignee", ...made.factAssignee), fact("created", made.created, made.createdBy),
      fact("updated", made.updated, made.updatedBy));
  }

  async #discard() {
    if (this.editor.state.phase === "saving") return;
    const isDirty = holdsText(this.editor.state) ? this.#isDirty() : Boolean(this.editor.draft);
    if (isDirty && !(await confirm(say("discardQuestion"), say("discard"), say("keepEditing")))) return;
    this.editor.input({ is: "discard" });
    this.#parts.edit.focus();
  }

  #show() {
    const ticket = this.#ticket;
    if (!ticket) return;
    const { state } = this.editor;
    const made = this.#parts;
    const now = serverNow();
    setText(made.number, `#${ticket.number}`);
    setText(made.title, ticket.title);
    setText(made.description, ticket.description || say("noDescription"));
    made.description.classList.toggle("hint", ticket.description === "");
    for (const [svg, text] of [made.status.childNodes, made.factStatus]) {
      setIcon(svg, ticket.status);
      setText(text, say(`status.${ticket.status}`));
    }
    made.status.dataset.status = ticket.status;
    setIcon(made.factPriority[0], ticket.priority);
    setText(made.factPriority[1], say(`priority.${ticket.priority}`));
    setAvatar(made.factAssignee[0], ticket.assignee?.name ?? null);
    setText(made.factAssignee[1], ticket.assignee?.name ?? say("nobody"));
    this.#showTime("created", ticket.createdAt, ticket.createdBy, now);
    this.#showTime("updated", ticket.updatedAt, ticket.updatedBy, now);
    this.#showEditing(state);
    this.#showLock();
  }

  #showTime(name, time, by, now) {
    const made = this.#parts;
    setText(made[name], formatAgo(time, now));
    made[name].dateTime = time;
    made[name].title = formatMoment(time);
    setText(made[`${name}By`], by ? `· ${isolated(by.name)}` : "");
  }

  #showEditing(state) {
    const made = this.#parts;
    const isForm = holdsText(state) && state.phase !== "conflict";
    const isConflict = state.phase === "conflict";
    const isHeldByOther = state.phase === "lost" && state.holder !== null;
    const isSaving = state.phase === "saving";
    const hadFocus = this.element.contains(document.activeElement);
    const before = this.#phase;
    this.#phase = state.phase;
    if (isForm) this.#form.fill(state.fields, state.base.assignee);
    this.#form.isReadOnly = isSaving || isHeldByOther;
    setHidden(made.reading, isForm || isConflict);
    setHidden(made.editing, !isForm);
    this.#conflict.show(isConflict ? state : null);
    this.#showTrouble(state);
    disable(made.save, isSaving || isHeldByOther || state.phase === "asking");
    disable(made.cancel, isSaving);
    const waits = this.editor.waitsFor;
    setText(made.progress, !isSaving ? "" : say(waits ? `saving.${waits}` : "saving"));
    setText(made.edit.lastChild, state.phase === "asking" ? say("locking") : say("edit"));
    const { draft } = this.editor;
    setHidden(made.draft, !draft || isForm || isConflict);
    if (draft) setText(made.draftText, say(draft.sent ? "unconfirmedSave" : "draftFound", { time: formatClock(draft.at) }));
    // The focus follows what somebody did here, and nothing else.
    if (before === "asking" && state.phase === "editing" && !holdsFocus(made.editing)) this.#form.focus();
    if (hadFocus && state.phase === "reading" && before !== "reading") made.edit.focus();
  }

  #showTrouble(state) {
    const made = this.#parts;
    const isLost = state.phase === "lost";
    setHidden(made.trouble, !isLost && !state.problem);
    if (isLost) setText(made.troubleText, say(`lost.${state.why}`, { name: state.holder?.name ?? "" }));
    else if (state.problem) setText(made.troubleText, state.problem);
    setHidden(made.retake, !isLost || state.holder !== null);
    setHidden(made.watchLost, !isLost || state.holder === null);
    this.#showWatch(made.watchLost);
  }

  #showWatch(element) {
    const isWatched = this.#desk.watched.has(this.editor.id);
    setText(element.lastChild, say(isWatched ? "watching" : "watch"));
    setAttribute(element, "aria-pressed", isWatched ? "true" : "false");
  }

  #showLock() {
    const ticket = this.#ticket;
    if (!ticket || this.element.hidden) return;
    const made = this.#parts;
    const holder = holderOf(ticket, this.#desk.me.id);
    // What vanishes under the focus hands it on to what it was about.
    if (holder === "free" && holdsFocus(made.lock)) made.edit.focus();
    setHidden(made.lock, holder === "free");
    this.element.classList.toggle("is-locked", holder === "other");
    made.lock.classList.toggle("mine", holder === "mine");
    disable(made.edit, holder === "other" || this.editor.state.phase === "asking");
    if (!ticket.lock) return;
    const left = formatRemaining(remainingOf(ticket.lock, serverNow()));
    setText(made.lockText, say(holder === "mine" ? "lockMine" : "lockOther", { name: ticket.lock.by.name, left }));
    setHidden(made.watch, holder === "mine" || this.editor.state.phase === "lost");
    this.#showWatch(made.watch);
  }

  #tell({ what, holder }) {
    toast(say(what, { name: holder?.name ?? "" }));
  }
}

/** Says that a button does nothing now; unlike a disabled one it keeps the focus. */
const disable = (element, isDisabled) => setAttribute(element, "aria-disabled", isDisabled ? "true" : null);

const holdsFocus = (element) => element.contains(document.activeElement);
