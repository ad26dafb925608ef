/**
 * The URL, which says all of what is shown: filters, sorting, view, ticket and page.
 * @module
 */
import { preferences } from "./preferences.js";
import { readQuery, writeQuery } from "./query.js";

/** Reads where a URL's parameters lead; `view` is what is liked where they say nothing. */
export function readRoute(parameters, view) {
  const number = Number(parameters.get("ticket"));
  return {
    query: readQuery(parameters),
    ticket: Number.isSafeInteger(number) && number > 0 ? number : null,
    view: ["table", "columns"].includes(parameters.get("view")) ? parameters.get("view") : view,
    page: parameters.get("page") === "admin" ? "admin" : "board",
  };
}

/** Writes a route; the order of its parameters is always the same. */
export function writeRoute(route) {
  const parameters = writeQuery(route.query, new URLSearchParams());
  if (route.view !== "table") parameters.set("view", route.view);
  if (route.page !== "board") parameters.set("page", route.page);
  if (route.ticket !== null) parameters.set("ticket", route.ticket);
  const text = parameters.toString().replaceAll("%2C", ",");
  return text ? `/?${text}` : "/";
}

/** The route of the page; "change" is dispatched with the route before in `detail`. */
export class Router extends EventTarget {
  route = readRoute(new URLSearchParams(location.search), preferences().view);

  constructor() {
    super();
    addEventListener("popstate", () => {
      this.#become(readRoute(new URLSearchParams(location.search), preferences().view));
    });
  }

  /** Goes where `changes` lead; what `replace` goes to takes the place of the present entry in the history. */
  go(changes, { replace = false } = {}) {
    const route = { ...this.route, ...changes };
    if (changes.query) route.query = { ...this.route.query, ...changes.query };
    const address = writeRoute(route);
    if (address === location.pathname + location.search && route.view === this.route.view) return;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.#become(route);
  }

  /** The address of a ticket, all else being as it is. */
  addressOf(number) {
    return writeRoute({ ...this.route, ticket: number, page: "board" });
  }

  #become(route) {
    const before = this.route;
    this.route = route;
    this.dispatchEvent(new CustomEvent("change", { detail: before }));
  }
}
