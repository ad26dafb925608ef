/**
 * The administrator's page: accounts, who is where, locks, and how the installation is.
 * @module
 */
import { serverNow } from "./clock.js";
import { confirm, form } from "./dialogs.js";
import { bdi, button, h, setText } from "./dom.js";
import { formatAgo, formatRemaining } from "./format.js";
import * as http from "./http.js";
import { say } from "./language.js";
import { remainingOf } from "./lease.js";
import { explain } from "./session-view.js";
import { avatar, setAvatar } from "./ticket-row.js";
import { toast } from "./toasts.js";

/** How often health and gateways are asked for while the page is shown, in milliseconds. */
const ASK_MS = 3_000;

/** How often the locks are listed at most, in milliseconds. */
const LOCKS_MS = 150;

/** The page. */
export class AdminView {
  element;
  #desk;
  #router;
  #users = h("tbody");
  #usersNote = h("p", { class: "hint" });
  #health = h("div", { class: "health" });
  #gateways = h("tbody");
  #locks = h("tbody");
  #locksNote = h("p", { class: "hint" });
  #timer = null;
  #soon = null;
  #shownGateways = "";
  #shownHealth = "";

  constructor(desk, router) {
    this.#desk = desk;
    this.#router = router;
    const back = button(say("backToBoard"), { iconName: "back", quiet: true, on: { click: () => router.go({ page: "board" }) } });
    const adding = form([
      { name: "email", label: say("email"), type: "email", autocomplete: "off" },
      { name: "name", label: say("name"), type: "text", autocomplete: "off", maxlength: "100" },
      { name: "password", label: say("password"), type: "password", autocomplete: "new-password", minlength: "8" },
      { name: "role", label: say("role"), options: [["agent", say("role.agent")], ["admin", say("role.admin")]] },
    ], { label: say("addUser"), explain: explainAdmin, submit: async (values) => {
      const user = await http.addUser(values);
      adding.element.reset();
      toast(say("userAdded", { name: user.name }));
      await this.#loadUsers();
    } });
    adding.element.classList.add("inline-form");
    this.element = h("main", { class: "admin", hidden: true },
      back, h("h1", { text: say("administration") }),
      h("section", { "aria-labelledby": "health-title" }, h("h2", { id: "health-title", text: say("health") }), this.#health),
      h("section", { "aria-labelledby": "gateways-title" }, h("h2", { id: "gateways-title", text: say("gateways") }),
        table([say("gateway"), say("heardOf"), say("connected")], this.#gateways)),
      h("section", { "aria-labelledby": "locks-title" }, h("h2", { id: "locks-title", text: say("locks") }),
        table([say("ticket"), say("column.lock"), say("remaining"), ""], this.#locks), this.#locksNote),
      h("section", { "aria-labelledby": "users-title" }, h("h2", { id: "users-title", text: say("users") }),
        table([say("name"), say("email"), say("role"), say("state"), ""], this.#users), this.#usersNote,
        h("details", {}, h("summary", { text: say("addUser") }), adding.element)));
    for (const event of ["changed", "loaded"]) desk.addEventListener(event, () => this.#showLocksSoon());
    setInterval(() => this.#showRemaining(), 1_000);
  }

  /** Whether the page is shown is for the route to say. */
  routeChanged() {
    const isShown = this.#router.route.page === "admin" && this.#desk.me.role === "admin";
    if (this.element.hidden === !isShown) return;
    this.element.hidden = !isShown;
    clearTimeout(this.#timer);
    if (!isShown) return;
    this.#loadUsers();
    this.#showLocks();
    this.#ask();
  }

  async #ask() {
    clearTimeout(this.#timer);
    const [readiness, gateways] = await Promise.allSettled([http.readiness(), http.gateways()]);
    this.#showHealth(readiness.value ?? null);
    if (gateways.status === "fulfilled") this.#showGateways(gateways.value);
    if (!this.element.hidden) this.#timer = setTimeout(() => this.#ask(), ASK_MS);
  }

  #showHealth(readiness) {
    const parts = readiness?.store
      ? [["store", readiness.store], ["bus", readiness.bus], ["gateway", { state: readiness.draining ? "draining" : "well", reason: readiness.node }]]
      : [["gateway", { state: "unwell", reason: say("problem.unreachable") }]];
    const text = JSON.stringify(parts);
    if (text === this.#shownHealth) return;
    this.#shownHealth = text;
    this.#health.replaceChildren(...parts.map(([name, { state, reason }]) =>
      h("div", { class: "health-item", data: { state } }, h("span", { class: "dot", "aria-hidden": "true" }),
        h("strong", { text: say(`health.${name}`) }), h("span", { text: say(`health.is.${state}`) }),
        reason && h("span", { class: "hint", text: reason }))));
  }

  #showGateways(gateways) {
    const now = serverNow();
    const text = JSON.stringify(gateways.map(({ node, heardAt, users }) => [node, formatAgo(heardAt, now), users]));
    // What has not changed is left alone, so that it can be read and copied.
    if (text === this.#shownGateways) return;
    this.#shownGateways = text;
    this.#gateways.replaceChildren(...gateways.map(({ node, heardAt, users }) =>
      h("tr", {}, h("th", { scope: "row", text: node }), h("td", { text: formatAgo(heardAt, now) }),
        h("td", {}, users.length === 0 ? h("span", { class: "hint", text: say("nobodyThere") }) : h("ul", { class: "people" },
          ...users.map(({ name }) => h("li", {}, namedAvatar(name), bdi(name))))))));
  }

  /** All tickets are looked through, so once for many events. */
  #showLocksSoon() {
    if (this.element.hidden || this.#soon !== null) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      this.#showLocks();
    }, LOCKS_MS);
  }

  #showLocks() {
    if (this.element.hidden) return;
    const locked = [...this.#desk.tickets.byID.values()].filter((ticket) => ticket.lock).sort((a, b) => a.number - b.number);
    const present = new Map([...this.#locks.children].map((row) => [row.dataset.key, row]));
    const rows = locked.map((ticket) => present.get(`${ticket.id} ${ticket.lock.since}`) ?? this.#lockRow(ticket));
    if (rows.length !== present.size || rows.some((row) => row.parentNode !== this.#locks)) this.#locks.replaceChildren(...rows);
    setText(this.#locksNote, locked.length === 0 ? say("noLocks") : say("lockCount", { count: locked.length }));
    this.#showRemaining();
  }

  #lockRow(ticket) {
    const unlock = async () => {
      if (!(await confirm(say("forceUnlockQuestion", { number: ticket.number, name: ticket.lock.by.name }), say("forceUnlock"), say("cancel")))) return;
      await http.forceUnlock(ticket.id).then(
        () => toast(say("forceUnlocked", { number: ticket.number })),
        (problem) => problem.code !== "not_locked" && toast(explainAdmin(problem)),
      );
    };
    return h("tr", { data: { key: `${ticket.id} ${ticket.lock.since}`, ticket: ticket.id } },
      h("th", { scope: "row" }, h("span", { class: "number", text: `#${ticket.number} ` }), bdi(ticket.title)),
      h("td", {}, namedAvatar(ticket.lock.by.name), bdi(ticket.lock.by.name)),
      h("td", { class: "remaining" }),
      h("td", {}, button(say("forceUnlock"), { iconName: "lock", "aria-label": say("forceUnlockOf", { number: ticket.number }), on: { click: unlock } })));
  }

  #showRemaining() {
    if (this.element.hidden) return;
    for (const row of this.#locks.children) {
      const lock = this.#desk.ticket(row.dataset.ticket)?.lock;
      if (lock) setText(row.querySelector(".remaining"), formatRemaining(remainingOf(lock, serverNow())));
    }
  }

  async #loadUsers() {
    setText(this.#usersNote, say("loading"));
    try {
      const users = await http.users();
      this.#users.replaceChildren(...users.map((user) => this.#userRow(user)));
      setText(this.#usersNote, say("userCount", { count: users.length }));
    } catch (problem) {
      setText(this.#usersNote, explainAdmin(problem));
    }
  }

  #userRow(user) {
    const isMe = user.id === this.#desk.me.id;
    const change = async (patch) => {
      try {
        const changed = await http.changeUser(user.id, patch);
        row.replaceWith(this.#userRow(changed));
        toast(say("userChanged", { name: changed.name }));
      } catch (problem) {
        toast(explainAdmin(problem));
        role.value = user.role;
      }
    };
    const role = h("select", { class: "select", "aria-label": say("roleOf", { name: user.name }), disabled: isMe, on: { change: () => change({ role: role.value }) } },
      ...["agent", "admin"].map((value) => h("option", { value, text: say(`role.${value}`), ".selected": value === user.role })));
    const row = h("tr", { class: user.disabled ? "disabled" : "" },
      h("th", { scope: "row" }, namedAvatar(user.name), isMe ? h("span", { text: say("me", { name: user.name }) }) : bdi(user.name)),
      h("td", {}, bdi(user.email)), h("td", {}, role),
      h("td", { text: say(user.disabled ? "user.disabled" : "user.active") }),
      h("td", {}, !isMe && button(say(user.disabled ? "enable" : "disable"), {
        "aria-label": say(user.disabled ? "enableUser" : "disableUser", { name: user.name }),
        on: { click: async () => {
          if (!user.disabled && !(await confirm(say("disableQuestion", { name: user.name }), say("disable"), say("cancel")))) return;
          change({ disabled: !user.disabled });
        } } })));
    return row;
  }
}

function namedAvatar(name) {
  const element = avatar();
  setAvatar(element, name);
  return element;
}

function table(headings, body) {
  return h("div", { class: "table-frame" }, h("table", {}, h("thead", {}, h("tr", {},
    ...headings.map((text) => (text ? h("th", { scope: "col", text }) : h("td"))))), body));
}

const explainAdmin = (problem) => (problem.status === 403 ? problem.message : explain(problem));
