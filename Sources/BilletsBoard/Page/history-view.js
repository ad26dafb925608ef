/**
 * Who did what to a ticket, and when: the newest first, live.
 * @module
 */
import { bdi, button, h, setHidden, setText } from "./dom.js";
import { serverNow } from "./clock.js";
import { formatAgo, formatMoment } from "./format.js";
import * as http from "./http.js";
import { say } from "./language.js";
import { changedFields, editable } from "./merge.js";

/** What changed between a ticket's states, as `{field, from, to}`. */
export function differences(before, after) {
  return changedFields(editable(before), editable(after)).map((field) => {
    const text = (ticket) => (field === "assignee" ? (ticket.assignee?.name ?? null) : ticket[field]);
    return { field, from: text(before), to: text(after) };
  });
}

/** The history of the ticket that is shown. */
export class HistoryView {
  element;
  #desk;
  #id = null;
  #events = [];
  #before = null;
  #list = h("ol", { class: "events" });
  #note = h("p", { class: "hint" });
  #more;
  #locks;
  #timer = null;

  constructor(desk) {
    this.#desk = desk;
    this.#more = button(say("history.more"), { quiet: true, hidden: true, on: { click: () => this.#load() } });
    this.#locks = h("input", { type: "checkbox", on: { change: () => this.#show() } });
    this.element = h("section", { class: "history", "aria-labelledby": "history-title" },
      h("div", { class: "history-head" }, h("h3", { id: "history-title", text: say("history") }),
        h("label", { class: "check" }, this.#locks, h("span", { text: say("history.locks") }))),
      this.#list, this.#note, this.#more);
    desk.addEventListener("changed", ({ detail }) => {
      if (detail.ticket.id !== this.#id || this.#note.dataset.loading) return;
      this.#events.unshift(detail.event);
      this.#show();
    });
    desk.addEventListener("loaded", () => this.#id && this.#reload());
  }

  /** Shows the history of a ticket; nothing is asked for twice in a row. */
  open(id) {
    if (id === this.#id) return;
    this.#id = id;
    clearTimeout(this.#timer);
    if (id) this.#reload();
  }

  #reload() {
    this.#events = [];
    this.#before = null;
    this.#list.replaceChildren();
    clearTimeout(this.#timer);
    // Whoever walks through the list asks for no history on the way.
    this.#timer = setTimeout(() => this.#load(), 150);
    this.#say("history.loading", true);
  }

  async #load() {
    const id = this.#id;
    this.#say("history.loading", true);
    try {
      const page = await http.history(id, this.#before);
      if (id !== this.#id) return;
      this.#events.push(...page.events);
      this.#before = page.nextBefore;
      this.#say(null);
      this.#show();
    } catch {
      if (id === this.#id) this.#say("history.failed");
      setHidden(this.#more, false);
    }
  }

  #say(name, isLoading = false) {
    setText(this.#note, name ? say(name) : "");
    if (isLoading) this.#note.dataset.loading = "";
    else delete this.#note.dataset.loading;
  }

  #show() {
    const shown = this.#events.filter((event) => this.#locks.checked || event.ticket);
    this.#list.replaceChildren(...shown.map((event) => this.#item(event)));
    setHidden(this.#more, this.#before === null);
  }

  #item(event) {
    const isOwn = event.by?.id === this.#desk.me.id;
    const name = event.by === null ? "" : isOwn ? say("youCapital") : event.by.name;
    const older = this.#events.slice(this.#events.indexOf(event) + 1).find((each) => each.ticket);
    const changes = event.type === "TicketUpdated" && older ? differences(older.ticket, event.ticket) : [];
    const what = event.type === "TicketUnlocked" ? `event.unlocked.${event.reason}` : `event.${event.type}`;
    return h("li", { class: `event ${event.type}` },
      h("div", { class: "event-line" }, h("span", { text: say(what, { name }) }),
        h("time", { datetime: event.at, title: formatMoment(event.at), text: formatAgo(event.at, serverNow()) })),
      changes.length > 0 && h("ul", { class: "changes" }, ...changes.map(changeItem)));
  }
}

function changeItem({ field, from, to }) {
  const word = (value) =>
    field === "assignee" ? (value ?? say("nobody")) : ["status", "priority"].includes(field) ? say(`${field}.${value}`) : value;
  if (field === "description") return h("li", { text: say("change.description") });
  return h("li", {}, h("span", { class: "hint", text: `${say(`column.${field}`)} ` }),
    h("del", {}, bdi(word(from))), " → ", h("ins", {}, bdi(word(to))));
}
