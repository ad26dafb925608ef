/**
 * A ticket as one row of the table, and as one card of the columns.
 * @module
 */
import { isolated } from "./bidi.js";
import { serverNow } from "./clock.js";
import { h, icon, setAttribute, setHidden, setIcon, setText } from "./dom.js";
import { formatAge, formatMoment, initials } from "./format.js";
import { say } from "./language.js";
import { holderOf } from "./lease.js";

/** The element and the parts of each row and card. */
const parts = new WeakMap();

/** Somebody's initials in a small disc, coloured by their name. */
export function avatar() {
  return h("span", { class: "avatar", "aria-hidden": "true" });
}

/** Makes an avatar that of `name`; null is nobody. */
export function setAvatar(element, name) {
  setText(element, name ? initials(name) : "");
  setAttribute(element, "data-hue", name ? hueOf(name) : null);
}

function hueOf(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 997;
  return sum % 8;
}

const cell = (name, ...children) => h("span", { role: "gridcell", class: `cell cell-${name}` }, ...children);

/** A row of the table, for a ticket that `updateRow` fills in. */
export function createRow() {
  const made = {
    number: h("span", { class: "number" }),
    link: h("a", { tabindex: "-1", dir: "auto" }),
    draft: h("span", { class: "draft-mark", hidden: true, text: say("draft") }),
    lock: h("span", { class: "lock-chip", hidden: true }, icon("lock"), h("span", { dir: "auto" })),
    statusIcon: icon("open"), status: h("span"),
    priorityIcon: icon("normal"), priority: h("span"),
    avatar: avatar(), assignee: h("span", { dir: "auto" }),
    age: h("time"), updated: h("time"),
  };
  const row = h(
    "div",
    { role: "row", class: "row", tabindex: "-1" },
    cell("number", made.number),
    cell("title", made.link, made.draft),
    cell("lock", made.lock),
    cell("status", made.statusIcon, made.status),
    cell("priority", made.priorityIcon, made.priority),
    cell("assignee", made.avatar, made.assignee),
    cell("age", made.age),
    cell("updated", made.updated),
  );
  parts.set(row, made);
  return row;
}

/** A card of the columns, for a ticket that `updateCard` fills in. */
export function createCard() {
  const made = {
    number: h("span", { class: "number" }),
    link: h("a", { class: "card-link", dir: "auto", "data-focus": "", tabindex: "-1" }),
    draft: h("span", { class: "draft-mark", hidden: true, text: say("draft") }),
    lock: h("span", { class: "lock-chip", hidden: true }, icon("lock"), h("span", { dir: "auto" })),
    statusIcon: icon("open"), status: h("span", { class: "visually-hidden" }),
    priorityIcon: icon("normal"), priority: h("span"),
    avatar: avatar(), assignee: h("span", { dir: "auto" }),
    updated: h("time"),
  };
  const card = h(
    "div",
    { role: "listitem", class: "card" },
    h("div", { class: "card-top" }, made.statusIcon, made.number, made.status, made.draft, made.lock),
    made.link,
    h("div", { class: "card-bottom" }, h("span", { class: "cell-priority" }, made.priorityIcon, made.priority),
      h("span", { class: "cell-assignee" }, made.avatar, made.assignee), made.updated),
  );
  parts.set(card, made);
  return card;
}

/** Brings a row or a card up to date. */
export function updateTicket(element, ticket, { address, index, isActive, isOpen, hasDraft, me }) {
  const made = parts.get(element);
  setText(made.number, `#${ticket.number}`);
  setText(made.link, ticket.title);
  setAttribute(made.link, "href", address);
  setAttribute(made.link, "title", isolated(ticket.title));
  setHidden(made.draft, !hasDraft);
  const holder = holderOf(ticket, me);
  setHidden(made.lock, holder === "free");
  if (ticket.lock) {
    made.lock.classList.toggle("mine", holder === "mine");
    setText(made.lock.lastChild, holder === "mine" ? say("you") : ticket.lock.by.name);
    setAttribute(made.lock, "title", say("lockedBy", { name: ticket.lock.by.name }));
  }
  setIcon(made.statusIcon, ticket.status);
  setText(made.status, say(`status.${ticket.status}`));
  setIcon(made.priorityIcon, ticket.priority);
  setText(made.priority, say(`priority.${ticket.priority}`));
  setAvatar(made.avatar, ticket.assignee?.name ?? null);
  setText(made.assignee, ticket.assignee?.name ?? say("nobody"));
  element.classList.toggle("unassigned", ticket.assignee === null);
  const now = serverNow();
  if (made.age) setTime(made.age, ticket.createdAt, now);
  setTime(made.updated, ticket.updatedAt, now);
  element.dataset.id = ticket.id;
  element.dataset.status = ticket.status;
  if (index !== undefined) setAttribute(element, element.role === "row" ? "aria-rowindex" : "aria-posinset", index + (element.role === "row" ? 2 : 1));
  element.classList.toggle("is-open", isOpen);
  if (element.role === "row") {
    setAttribute(element, "aria-selected", isOpen ? "true" : "false");
    setAttribute(element, "tabindex", isActive ? "0" : "-1");
  } else {
    setAttribute(made.link, "aria-current", isOpen ? "true" : null);
    setAttribute(made.link, "tabindex", isActive ? "0" : "-1");
  }
}

function setTime(element, time, now) {
  setText(element, formatAge(time, now));
  if (element.dateTime !== time) {
    element.dateTime = time;
    element.title = formatMoment(time);
  }
}
