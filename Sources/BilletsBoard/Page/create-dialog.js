/**
 * A new ticket. What was typed is kept until the ticket is there.
 * @module
 */
import { button, h, setText } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { NEW_TICKET } from "./drafts.js";
import { say } from "./language.js";
import { TicketForm } from "./ticket-form.js";
import { toast } from "./toasts.js";

const EMPTY = { title: "", description: "", status: "open", priority: "normal", assignee: null };

/** Asks for a ticket, makes it, and calls `done(ticket)`. */
export function createDialog(desk, done) {
  const form = new TicketForm(desk);
  desk.refreshPeople();
  // Chosen once for each intent, so that a ticket that was made without our knowing is not made twice.
  const draft = desk.drafts.get(NEW_TICKET);
  const fields = { ...EMPTY, ...draft?.fields };
  form.fill(fields, null);
  form.addEventListener("input", () => desk.drafts.keep(NEW_TICKET, { fields: form.fields }));
  const progress = h("span", { class: "hint", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const create = button(say("create"), { primary: true, ".type": "submit", "aria-keyshortcuts": "Control+Enter" });
  const submit = async (event) => {
    event.preventDefault();
    if (create.disabled || form.complain()) return;
    create.disabled = true;
    form.isReadOnly = true;
    setText(progress, say("saving"));
    setText(problem, "");
    try {
      const ticket = await desk.create(form.fields, (code) => setText(progress, say(`saving.${code}`)));
      desk.drafts.drop(NEW_TICKET);
      toast(say("created", { number: ticket.number }));
      dialog.close();
      done(ticket);
    } catch (reason) {
      setText(progress, "");
      setText(problem, reason.message || say("problem.other"));
    }
    create.disabled = false;
    form.isReadOnly = false;
  };
  const element = h("form", { on: { submit, keydown: (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  } } }, form.element, problem,
    h("div", { class: "actions" }, create,
      button(say("discard"), { on: { click: () => { desk.drafts.drop(NEW_TICKET); dialog.close(); } } }),
      button(say("later"), { quiet: true, on: { click: () => dialog.close() } }), progress));
  const dialog = openDialog(say("newTicket"), element);
  dialog.classList.add("wide");
  form.focus();
}
