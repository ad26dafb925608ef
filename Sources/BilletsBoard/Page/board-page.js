/**
 * The board of whoever is logged in: puts the views together, and says which of them does what.
 * @module
 */
import { AdminView } from "./admin-view.js";
import { announce } from "./announcer.js";
import { isolated } from "./bidi.js";
import { randomUUID } from "./browser.js";
import { ConnectionView } from "./connection-view.js";
import { createDialog } from "./create-dialog.js";
import { Desk } from "./desk.js";
import { h, setHidden } from "./dom.js";
import { newTicketKey } from "./drafts.js";
import { FiltersView } from "./filters-view.js";
import { headerView } from "./header-view.js";
import * as http from "./http.js";
import { say } from "./language.js";
import { ListView } from "./list-view.js";
import { prefer } from "./preferences.js";
import { Router } from "./router.js";
import { passwordDialog, sessionEnded } from "./session-view.js";
import { helpDialog, listen } from "./shortcuts.js";
import { TicketView } from "./ticket-view.js";
import { toast } from "./toasts.js";
import { lookForNewVersion } from "./version.js";

/** How long changes of others are gathered before they are said, in milliseconds. */
const SUMMARY_MS = 5_000;

/** The board. */
export class BoardPage {
  #app;
  #desk;
  #router = new Router();
  #list;
  #filters;
  #ticket;
  #admin;
  #main;
  #heard = null;
  #summary = null;

  constructor(app, session) {
    this.#app = app;
    this.#desk = new Desk(session);
    this.#list = new ListView(this.#desk, this.#router);
    this.#filters = new FiltersView(this.#router);
    this.#ticket = new TicketView(this.#desk, this.#router);
    this.#admin = new AdminView(this.#desk, this.#router);
    const connection = new ConnectionView(this.#desk.connection);
    const header = headerView(this.#desk, this.#router, this.#filters.search, connection.element, {
      create: () => this.#create(), help: helpDialog, password: passwordDialog,
      admin: () => this.#router.go({ page: "admin", ticket: null }), logOut: () => this.#logOut(),
    });
    this.#main = h("main", { class: "desk" }, h("h1", { class: "visually-hidden", text: say("tickets") }),
      this.#filters.element, h("div", { class: "panes" }, this.#list.element, this.#ticket.element));
    const skip = h("a", { class: "skip", href: "#tickets", text: say("skip"), on: { click: (event) => { event.preventDefault(); this.#list.focus(); } } });
    app.replaceChildren(skip, header, this.#main, this.#admin.element);
    app.dataset.loading = "";
    this.#listen();
    this.#keys();
    this.#routeChanged(this.#router.route);
    this.#desk.start();
  }

  #listen() {
    this.#router.addEventListener("change", ({ detail }) => this.#routeChanged(detail));
    this.#list.addEventListener("arranged", ({ detail }) => this.#filters.count(detail));
    this.#list.addEventListener("create", () => this.#create());
    this.#list.addEventListener("shown", ({ detail }) => {
      if (document.activeElement === this.#filters.search) announce(say("found", { count: detail }));
    });
    // Another user's board is another page; what was typed here stays this user's.
    this.#desk.addEventListener("otherUser", () => location.reload());
    this.#desk.addEventListener("draftLost", () => toast(say("draftLost")), { once: true });
    this.#desk.addEventListener("resumed", () => this.#offerUnconfirmed(), { once: true });
    this.#ticket.addEventListener("draft", ({ detail }) => this.#list.refresh(detail));
    this.#desk.addEventListener("loaded", () => {
      delete this.#app.dataset.loading;
      this.#app.removeAttribute("aria-busy");
      this.#title();
      performance.mark("board-live");
    });
    this.#desk.addEventListener("changed", ({ detail }) => this.#changed(detail));
    this.#desk.addEventListener("connection", () => this.#connectionChanged());
    this.#desk.connection.addEventListener("welcome", () => lookForNewVersion());
  }

  #routeChanged(before) {
    const { route } = this.#router;
    const isAdmin = route.page === "admin" && this.#desk.me.role === "admin";
    setHidden(this.#main, isAdmin);
    this.#app.classList.toggle("has-ticket", route.ticket !== null && !isAdmin);
    const isOpened = route.ticket !== null && route.ticket !== before.ticket;
    const isClosed = route.ticket === null && before.ticket !== null;
    const hadFocus = this.#ticket.element.contains(document.activeElement);
    this.#ticket.routeChanged({ focus: isOpened });
    this.#list.routeChanged(before);
    this.#filters.routeChanged();
    this.#admin.routeChanged();
    if (isClosed && hadFocus) this.#list.focus();
    this.#title();
  }

  #title() {
    const { ticket } = this.#router.route;
    const shown = ticket === null ? undefined : this.#desk.tickets.numbered(ticket);
    document.title = shown ? `#${shown.number} ${isolated(shown.title)} · Les Billets` : "Les Billets";
  }

  #changed({ ticket, before, event }) {
    if (this.#router.route.ticket === ticket.number) this.#title();
    if (event.type === "TicketUnlocked" && this.#desk.watched.delete(ticket.id)) {
      toast(say("isFree", { number: ticket.number, title: ticket.title }), { label: say("edit"), run: () => {
        this.#router.go({ page: "board", ticket: ticket.number });
        this.#ticket.edit();
      } });
      return;
    }
    const isRenewal = event.type === "TicketLocked" && before?.lock?.by.id === ticket.lock?.by.id;
    if (event.by?.id === this.#desk.me.id || isRenewal) return;
    this.#heard ??= { ticket, event, count: 0 };
    this.#heard.count += 1;
    this.#summary ??= setTimeout(() => this.#sayHeard(), SUMMARY_MS);
  }

  #sayHeard() {
    this.#summary = null;
    const { ticket, event, count } = this.#heard;
    this.#heard = null;
    announce(count === 1
      ? say(`heard.${event.type}`, { name: event.by?.name ?? "", number: ticket.number })
      : say("heard.several", { count }));
  }

  #connectionChanged() {
    const { state, storeTrouble } = this.#desk.connection;
    this.#app.dataset.connection = state.name === "live" && storeTrouble !== null ? "readOnly" : state.name;
    if (state.name !== "ended" || document.querySelector(".session-ended")) return;
    sessionEnded(this.#desk.me.name, (session) => {
      // Somebody else's board is another page; what was typed here stays this one's.
      if (session.user.id !== this.#desk.me.id) location.reload();
      else this.#desk.connection.start();
    });
  }

  #create() {
    if (document.querySelector("dialog[open]")) return;
    createDialog(this.#desk, (ticket, hasChanges) => {
      this.#router.go({ page: "board", ticket: ticket.number });
      if (hasChanges) this.#ticket.edit();
    });
  }

  /** Tells of a new ticket that was sent before the page was loaded, and has no answer. */
  #offerUnconfirmed() {
    const { drafts } = this.#desk;
    const id = drafts.newTicketID(randomUUID);
    if (id === null || !drafts.get(newTicketKey(id))?.sent) return;
    toast(say("creationUnconfirmed"), { label: say("draftContinue"), run: () => this.#create() });
  }

  async #logOut() {
    this.#ticket.editor.open(null);
    this.#desk.stop();
    try {
      await http.logOut();
    } catch (problem) {
      if (problem.status !== 401) {
        this.#desk.connection.start();
        toast(say("logOutFailed"));
        return;
      }
    }
    location.assign("/");
  }

  #keys() {
    const scope = (value) => () => this.#router.go({ page: "board", query: { scope: value } });
    listen({
      j: () => this.#list.move(1), k: () => this.#list.move(-1), o: () => this.#list.openActive(),
      e: () => this.#edit(), n: () => this.#ticket.editor.id && this.#ticket.watch(), c: () => this.#create(),
      "/": () => this.#filters.search.focus(), 1: scope("mine"), 2: scope("unassigned"), 3: scope("all"),
      v: () => this.#toggleView(), r: () => this.#list.arrangeNow(), "?": helpDialog,
    }, {
      Escape: () => this.#escape(),
      "Ctrl+Enter": () => (this.#ticket.editor.state.phase === "reading" ? false : this.#ticket.save()),
    });
  }

  #edit() {
    if (this.#ticket.editor.id === null) this.#list.openActive();
    this.#ticket.edit();
  }

  #toggleView() {
    const view = this.#router.route.view === "table" ? "columns" : "table";
    prefer({ view });
    this.#router.go({ view });
    this.#list.focus();
  }

  #escape() {
    if (document.activeElement === this.#filters.search) {
      this.#list.focus();
      return undefined;
    }
    if (this.#router.route.page === "admin") this.#router.go({ page: "board" });
    else if (this.#ticket.editor.id !== null || this.#router.route.ticket !== null) this.#ticket.escape();
    else return false;
    return undefined;
  }
}
