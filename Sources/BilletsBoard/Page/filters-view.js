/**
 * The filters above the list, with what each would show; and the search.
 * @module
 */
import { h, icon, setAttribute, setText } from "./dom.js";
import { formatNumber } from "./format.js";
import { say } from "./language.js";
import { prefer } from "./preferences.js";
import { SCOPES, SORTS } from "./query.js";
import { PRIORITIES, STATUSES } from "./tickets.js";

/** How long after the last letter a search begins, in milliseconds. */
const TYPING_MS = 80;

/** The bar of filters. */
export class FiltersView {
  element;
  /** The field to search in, which stands elsewhere. */
  search;
  #router;
  #buttons = [];
  #sort;
  #views = [];
  #timer = null;

  constructor(router) {
    this.#router = router;
    this.search = h("input", {
      type: "search", class: "search-field", dir: "auto", placeholder: say("search"), "aria-label": say("search"),
      autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/",
      on: { input: () => this.#type(), keydown: (event) => this.#searchKey(event) },
    });
    const scopes = this.#group("scope", SCOPES, say("filter.scope"), (value) => this.#router.go({ query: { scope: value } }));
    scopes.classList.add("segmented");
    const statuses = this.#group("status", STATUSES, say("column.status"), (value) => this.#toggle("statuses", value, STATUSES));
    const priorities = this.#group("priority", [...PRIORITIES].reverse(), say("column.priority"),
      (value) => this.#toggle("priorities", value, PRIORITIES));
    this.#sort = h("select", { class: "select sort-select", "aria-label": say("sortBy"), on: { change: () => this.#chooseSort() } });
    for (const field of SORTS) {
      for (const sign of ["-", ""]) {
        this.#sort.append(h("option", { value: sign + field, text: say(`sort.${sign}${field}`) }));
      }
    }
    const views = h("div", { class: "segmented views", role: "group", "aria-label": say("view") });
    for (const view of ["table", "columns"]) {
      const toggle = h("button", { type: "button", "aria-label": say(`view.${view}`), title: say(`view.${view}`),
        on: { click: () => { prefer({ view }); this.#router.go({ view }); } } }, icon(view));
      this.#views.push([view, toggle]);
      views.append(toggle);
    }
    this.element = h("div", { class: "filters", role: "region", "aria-label": say("filters") },
      scopes, statuses, priorities, h("div", { class: "tools" }, this.#sort, views));
    this.routeChanged();
  }

  /** Shows what the route says. */
  routeChanged() {
    const { query, view } = this.#router.route;
    const chosen = { scope: [query.scope], status: query.statuses, priority: query.priorities };
    for (const { group, value, button } of this.#buttons) {
      setAttribute(button, "aria-pressed", chosen[group].includes(value) ? "true" : "false");
    }
    for (const [name, button] of this.#views) setAttribute(button, "aria-pressed", name === view ? "true" : "false");
    this.#sort.value = (query.descending ? "-" : "") + query.sort;
    if (document.activeElement !== this.search) this.search.value = query.text;
  }

  /** Shows how many tickets each choice would show. */
  count(counts) {
    for (const { group, value, number, button } of this.#buttons) {
      const count = counts[group][value];
      setText(number, formatNumber(count));
      button.classList.toggle("none", count === 0);
    }
  }

  #group(group, values, label, choose) {
    const element = h("div", { class: `chips chips-${group}`, role: "group", "aria-label": label });
    for (const value of values) {
      const number = h("span", { class: "count" });
      const button = h("button", { type: "button", class: "chip", data: { value }, on: { click: () => choose(value) } },
        group === "scope" ? null : icon(value), h("span", { text: say(`${group}.${value}`) }), number);
      this.#buttons.push({ group, value, button, number });
      element.append(button);
    }
    return element;
  }

  #toggle(name, value, all) {
    const chosen = this.#router.route.query[name];
    const next = all.filter((each) => (each === value ? !chosen.includes(each) : chosen.includes(each)));
    // All is the same as none, and reads better in the URL.
    this.#router.go({ query: { [name]: next.length === all.length ? [] : next } });
  }

  #chooseSort() {
    const descending = this.#sort.value.startsWith("-");
    this.#router.go({ query: { sort: this.#sort.value.replace("-", ""), descending } }, { replace: true });
  }

  #type() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#router.go({ query: { text: this.search.value } }, { replace: true }), TYPING_MS);
  }

  #searchKey(event) {
    if (event.key !== "Escape" || this.search.value === "") return;
    event.preventDefault();
    event.stopPropagation();
    this.search.value = "";
    this.#type();
  }
}
