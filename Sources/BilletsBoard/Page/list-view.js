/**
 * The tickets of the board: as a table, or in a column for each status.
 * @module
 */
import { h, button, icon, setAttribute, setHidden, setText } from "./dom.js";
import { formatNumber } from "./format.js";
import { say } from "./language.js";
import { arrange } from "./query.js";
import { Stillness } from "./stillness.js";
import { createCard, createRow, updateTicket } from "./ticket-row.js";
import { STATUSES } from "./tickets.js";
import { VirtualList } from "./virtual-list.js";

/** How often ages are brought up to date, in milliseconds. */
const AGE_MS = 30_000;

/** How long a changed row is highlighted, in milliseconds; the style sheet knows the same. */
const HIGHLIGHT_MS = 2_000;

/** How often the order is found anew at most, in milliseconds. */
const ARRANGE_MS = 150;

/** The headings of the table: what they sort by, if by anything. */
const HEADINGS = [
  ["number", "number"], ["title", "title"], ["lock", null], ["status", "status"], ["priority", "priority"],
  ["assignee", "assignee"], ["age", "created"], ["updated", "updated"],
];

/** The list. "arranged" is dispatched with the counts of the filters in `detail`. */
export class ListView extends EventTarget {
  element;
  #desk;
  #router;
  #stillness = new Stillness();
  #lists = [];
  #view = null;
  #shown = [];
  #timer = null;
  #arrangedAt = 0;
  #grid;
  #body;
  #empty;
  #pending;

  constructor(desk, router) {
    super();
    this.#desk = desk;
    this.#router = router;
    this.#body = h("div", { class: "list-body" });
    this.#empty = h("div", { class: "empty", hidden: true });
    this.#pending = button("", { iconName: "refresh", class: "button pending", hidden: true, on: { click: () => this.arrangeNow() } });
    this.element = h("div", { class: "list", id: "tickets" }, this.#body, this.#empty, this.#pending);
    for (const event of ["pointermove", "pointerdown", "wheel", "keydown", "touchmove"]) {
      this.#body.addEventListener(event, (detail) => this.#moved(detail), { passive: true });
    }
    this.#body.addEventListener("pointerleave", () => this.#left());
    this.#body.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    setInterval(() => this.#eachList((list) => list.refreshAll()), AGE_MS);
    desk.addEventListener("loaded", () => this.arrangeNow());
    desk.addEventListener("changed", ({ detail }) => this.#changed(detail));
    this.#build();
  }

  /** The route has changed. */
  routeChanged(before) {
    const { route } = this.#router;
    if (before.view !== route.view) this.#build();
    if (before.view !== route.view || JSON.stringify(before.query) !== JSON.stringify(route.query)) this.arrangeNow();
    else this.#eachList((list) => list.refreshAll());
    const opened = route.ticket === null ? null : this.#desk.tickets.numbered(route.ticket);
    if (opened) this.#listOf(opened.id)?.activate(opened.id);
  }

  /** Drafts have come or gone. */
  refresh(id) {
    this.#eachList((list) => list.refresh(id));
  }

  /** Finds the order anew, and shows it at once. */
  arrangeNow() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#desk.tickets.isLoaded) return;
    this.#arrangedAt = performance.now();
    const { ids } = this.#arrange();
    this.#show(ids);
    this.dispatchEvent(new CustomEvent("shown", { detail: ids.length }));
  }

  /** Moves the active row, and shows the ticket there if one is shown; answers its id. */
  move(step) {
    const list = this.#currentList();
    if (!list) return null;
    const place = list.indexOf(list.activeID);
    const next = Math.min(list.ids.length - 1, Math.max(0, place + step));
    const id = list.ids[next];
    if (id === undefined) return null;
    const isPanelOpen = this.#router.route.ticket !== null;
    list.activate(id, { focus: !isPanelOpen });
    if (isPanelOpen) this.#open(id, { replace: true });
    return id;
  }

  /** Gives the focus to the active row. */
  focus() {
    const list = this.#currentList();
    if (list?.activeID) list.activate(list.activeID, { focus: true });
  }

  /** Opens the active row's ticket. */
  openActive() {
    const id = this.#currentList()?.activeID;
    if (id) this.#open(id);
    return id;
  }

  #build() {
    const { view } = this.#router.route;
    this.#view = view;
    this.#lists = [];
    this.#shown = [];
    this.#body.replaceChildren();
    this.#body.dataset.view = view;
    if (view === "table") this.#buildTable();
    else this.#buildColumns();
  }

  #buildTable() {
    const head = h("div", { role: "row", class: "row head", "aria-rowindex": "1" });
    for (const [name, sort] of HEADINGS) {
      const label = say(`column.${name}`);
      const content = sort
        ? h("button", { type: "button", class: "sort", data: { sort }, on: { click: () => this.#sortBy(sort) } },
            h("span", { text: label }), icon("down"))
        : h("span", { text: label });
      head.append(h("span", { role: "columnheader", class: `cell cell-${name}`, data: sort ? { sort } : {} }, content));
    }
    const space = h("div", { role: "rowgroup", class: "space" });
    const scroller = h("div", { class: "scroller" }, space);
    this.#grid = h("div", { role: "grid", class: "grid", "aria-label": say("tickets") },
      h("div", { role: "rowgroup" }, head), scroller);
    this.#body.append(this.#grid);
    this.#lists = [this.#newList(scroller, space, createRow)];
  }

  #buildColumns() {
    const columns = h("div", { class: "columns" });
    for (const status of STATUSES) {
      const count = h("span", { class: "count" });
      const space = h("div", { role: "list", class: "space", "aria-label": say(`status.${status}`) });
      const scroller = h("div", { class: "scroller" }, space);
      const column = h("section", { class: "column", data: { status }, "aria-label": say(`status.${status}`) },
        h("h2", {}, icon(status), h("span", { text: say(`status.${status}`) }), count), scroller);
      columns.append(column);
      this.#lists.push(Object.assign(this.#newList(scroller, space, createCard), { status, count, column }));
    }
    this.#body.append(columns);
  }

  #newList(scroller, space, create) {
    const property = create === createRow ? "--row-height" : "--card-height";
    const list = new VirtualList({
      scroller, space, create: () => create(),
      update: (element, id, index) => this.#update(list, element, id, index),
      rowHeight: () => parseFloat(getComputedStyle(this.#body).getPropertyValue(property)) || 40,
    });
    return list;
  }

  #update(list, element, id, index) {
    const ticket = this.#desk.ticket(id);
    // A restored board may not have it any more; the list hears of that next.
    if (!ticket) return;
    updateTicket(element, ticket, {
      address: this.#router.addressOf(ticket.number), index,
      isActive: list.activeID === id, isOpen: this.#router.route.ticket === ticket.number,
      hasDraft: this.#draftIDs().has(id), me: this.#desk.me.id,
    });
  }

  #draftsCache = null;

  /** Which tickets have drafts; asked for each row, and so kept until the next task. */
  #draftIDs() {
    if (this.#draftsCache === null) {
      this.#draftsCache = this.#desk.drafts.ids();
      setTimeout(() => (this.#draftsCache = null));
    }
    return this.#draftsCache;
  }

  #arrange() {
    const { query } = this.#router.route;
    const { ids, counts } = arrange(this.#desk.tickets.byID.values(), query, this.#desk.me.id);
    this.dispatchEvent(new CustomEvent("arranged", { detail: counts }));
    return { ids, counts };
  }

  #show(ids) {
    this.#shown = ids;
    setHidden(this.#pending, true);
    const { query, view } = this.#router.route;
    if (this.#view === "table") {
      this.#lists[0].setIDs(ids);
      setAttribute(this.#grid, "aria-rowcount", ids.length + 1);
      this.#markSort(query);
    } else {
      for (const list of this.#lists) {
        const own = ids.filter((id) => this.#desk.ticket(id).status === list.status);
        setHidden(list.column, query.statuses.length > 0 && !query.statuses.includes(list.status));
        setText(list.count, formatNumber(own.length));
        list.setIDs(own);
      }
    }
    this.#showEmptiness(ids.length, view);
  }

  #showEmptiness(count) {
    setHidden(this.#empty, count > 0);
    this.#body.classList.toggle("is-empty", count === 0);
    if (count > 0) return;
    const isBare = this.#desk.tickets.byID.size === 0;
    this.#empty.replaceChildren(
      h("p", { class: "empty-title", text: say(isBare ? "empty.board" : "empty.filter") }),
      h("p", { text: say(isBare ? "empty.boardHint" : "empty.filterHint") }),
      isBare
        ? button(say("newTicket"), { iconName: "plus", primary: true, on: { click: () => this.dispatchEvent(new Event("create")) } })
        : button(say("clearFilters"), { on: { click: () => this.#router.go({ query: { scope: "all", statuses: [], priorities: [], text: "" } }) } }),
    );
  }

  #markSort(query) {
    for (const heading of this.#grid.querySelectorAll("[role=columnheader][data-sort]")) {
      const isSorted = heading.dataset.sort === query.sort;
      setAttribute(heading, "aria-sort", isSorted ? (query.descending ? "descending" : "ascending") : null);
    }
  }

  #sortBy(sort) {
    const { query } = this.#router.route;
    const descending = query.sort === sort ? !query.descending : ["updated", "created", "priority"].includes(sort);
    this.#router.go({ query: { sort, descending } }, { replace: true });
  }

  /** A ticket has changed: its row does at once, the order when nobody is about to click. */
  #changed({ ticket, before, event }) {
    const isSeen = event.type !== "TicketLocked" || before?.lock === null;
    this.#eachList((list) => {
      const element = list.refresh(ticket.id);
      if (element && isSeen && event.by?.id !== this.#desk.me.id) highlight(element);
    });
    const isOrderTouched = event.type === "TicketCreated" || event.type === "TicketUpdated";
    if (isOrderTouched) this.#schedule();
  }

  #schedule() {
    if (this.#timer !== null) return;
    const wait = ARRANGE_MS - (performance.now() - this.#arrangedAt);
    this.#timer = setTimeout(() => this.#arrangeWhenStill(), Math.max(0, wait));
  }

  #arrangeWhenStill() {
    this.#timer = null;
    this.#arrangedAt = performance.now();
    const { ids } = this.#arrange();
    const wait = this.#stillness.waitFrom(performance.now());
    if (wait === 0) {
      this.#show(ids);
      return;
    }
    const isOther = ids.length !== this.#shown.length || ids.some((id, index) => id !== this.#shown[index]);
    setHidden(this.#pending, !isOther);
    if (isOther) {
      const known = new Set(this.#shown);
      const fresh = ids.filter((id) => !known.has(id)).length;
      setText(this.#pending.lastChild, fresh > 0 ? say("newTickets", { count: fresh }) : say("newOrder"));
      this.#timer = setTimeout(() => this.#arrangeWhenStill(), wait);
    }
  }

  #moved(event) {
    if (event.pointerType === "mouse" && event.type === "pointermove" && event.movementX === 0 && event.movementY === 0) return;
    this.#stillness.move(performance.now());
  }

  #left() {
    this.#stillness.leave();
    if (!this.#pending.hidden) this.arrangeNow();
  }

  #click(event) {
    const id = event.target.closest("[data-id]")?.dataset.id;
    if (!id || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#listOf(id)?.activate(id);
    this.#open(id);
  }

  #open(id, options) {
    this.#router.go({ ticket: this.#desk.ticket(id).number }, options);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest("[data-id]")) return;
    const list = this.#currentList();
    const action = {
      ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1),
      PageDown: () => this.move(list.pageLength), PageUp: () => this.move(-list.pageLength),
      Home: () => this.move(-Infinity), End: () => this.move(Infinity),
      ArrowLeft: () => this.#moveColumn(-1), ArrowRight: () => this.#moveColumn(1),
      Enter: () => this.openActive(),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #moveColumn(step) {
    const place = this.#lists.indexOf(this.#currentList());
    for (let next = place + step; next >= 0 && next < this.#lists.length; next += step) {
      const list = this.#lists[next];
      if (list.activeID !== null) return list.activate(list.activeID, { focus: true });
    }
  }

  #currentList() {
    const focused = this.#lists.find((list) => list.element(list.activeID)?.contains(document.activeElement));
    if (focused) return focused;
    const opened = this.#router.route.ticket && this.#desk.tickets.numbered(this.#router.route.ticket);
    return (opened && this.#listOf(opened.id)) || this.#lists.find((list) => list.activeID !== null);
  }

  #listOf(id) {
    return this.#lists.find((list) => list.indexOf(id) >= 0);
  }

  #eachList(action) {
    for (const list of this.#lists) action(list);
  }
}

/** Shows quietly that a row has changed. */
function highlight(element) {
  element.classList.remove("changed");
  requestAnimationFrame(() => element.classList.add("changed"));
  clearTimeout(element.highlightTimer);
  element.highlightTimer = setTimeout(() => element.classList.remove("changed"), HIGHLIGHT_MS);
}
