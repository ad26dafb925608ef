/**
 * Two changes of one ticket: what differs, and whose each field is. It knows no DOM.
 * @module
 */
import { FIELDS } from "./tickets.js";

/** The fields of a ticket as they are edited: the assignee by id. */
export function editable(ticket) {
  return {
    title: ticket.title,
    description: ticket.description,
    status: ticket.status,
    priority: ticket.priority,
    assignee: ticket.assignee?.id ?? null,
  };
}

/** The fields in which `mine` differs from `base`. */
export function changedFields(base, mine) {
  return FIELDS.filter((field) => base[field] !== mine[field]);
}

/**
 * Compares three states of a ticket's fields: `base`, which both began with, `mine` and `theirs`.
 *
 * Answers the fields where mine and theirs differ, each with who changed it: "mine", "theirs" or "both". What only
 * one side changed is that side's; only "both" needs a choice, and until it is made mine stands, for it is on no
 * other screen.
 */
export function compare(base, mine, theirs) {
  return FIELDS.filter((field) => mine[field] !== theirs[field]).map((field) => {
    const isMine = mine[field] !== base[field];
    const isTheirs = theirs[field] !== base[field];
    return { field, changedBy: isMine && isTheirs ? "both" : isMine ? "mine" : "theirs" };
  });
}

/** The fields to save: theirs, but mine where `choices` says so. */
export function merged(mine, theirs, choices) {
  const result = { ...theirs };
  for (const [field, choice] of Object.entries(choices)) {
    if (choice === "mine") result[field] = mine[field];
  }
  return result;
}
