/**
 * A new ticket. What was typed is kept until the ticket is there.
 * @module
 */
import { randomUUID } from "./browser.js";
import { button, h, setHidden, setText } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { newTicketKey } from "./drafts.js";
import { say } from "./language.js";
import { changedFields } from "./merge.js";
import { TicketForm } from "./ticket-form.js";
import { toast } from "./toasts.js";

const EMPTY = { title: "", description: "", status: "open", priority: "normal", assignee: null };

/**
 * Asks for a ticket, creates it, and calls `done(ticket, hasChanges)`; `hasChanges` is whether the ticket was created
 * before the draft was changed, so that the changes are a draft of the ticket now.
 */
export function createDialog(desk, done) {
  const form = new TicketForm(desk);
  desk.refreshPeople();
  // The ticket's id is made with the draft, and kept with it: so that one draft is one ticket.
  const id = desk.drafts.newTicketID(randomUUID) ?? randomUUID();
  const key = newTicketKey(id);
  const draft = desk.drafts.get(key);
  form.fill(draft?.fields ?? EMPTY, null);
  const keep = () => desk.keepDraft(key, { fields: form.fields });
  form.addEventListener("input", keep);
  const note = h("p", { class: "note", text: say("unconfirmedCreation"), hidden: !draft?.sent });
  const progress = h("span", { class: "hint", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const create = button(say("create"), { primary: true, ".type": "submit", "aria-keyshortcuts": "Control+Enter" });
  const discard = button(say("discard"), { on: { click: () => { desk.drafts.drop(key); dialog.close(); } } });
  const setSending = (isSending) => {
    create.disabled = discard.disabled = form.isReadOnly = isSending;
    setText(progress, isSending ? say("saving") : "");
  };
  const submit = async (event) => {
    event.preventDefault();
    if (create.disabled || form.complain()) return;
    setSending(true);
    setText(problem, "");
    setHidden(note, true);
    keep();
    const { fields } = form;
    try {
      finish(await desk.create(id, fields, (code) => setText(progress, say(`saving.${code}`))), fields);
    } catch (reason) {
      setText(problem, reason.message || say("problem.other"));
    }
    setSending(false);
  };
  const finish = (created, fields) => {
    const { number, id } = created.ticket;
    // A dialog that was closed meanwhile can have a successor, in which the draft is changed now.
    if (!dialog.open && changedFields(fields, desk.drafts.get(key)?.fields ?? fields).length > 0) return;
    desk.drafts.drop(key);
    const hasChanges = changedFields(created.fields, fields).length > 0;
    if (hasChanges) desk.keepDraft(id, { base: created.ticket, fields });
    toast(say(hasChanges ? "createdBefore" : "created", { number }));
    if (!dialog.open) return;
    dialog.close();
    done(created.ticket, hasChanges);
  };
  const element = h("form", { on: { submit, keydown: (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  } } }, note, form.element, problem,
    h("div", { class: "actions" }, create, discard,
      button(say("later"), { quiet: true, on: { click: () => dialog.close() } }), progress));
  const dialog = openDialog(say("newTicket"), element);
  dialog.classList.add("wide");
  form.focus();
}
