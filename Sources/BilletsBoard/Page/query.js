/**
 * Which tickets are shown, in which order, and how that is written into the URL. It knows no DOM.
 * @module
 */
import { matchesSearch, readSearch } from "./search.js";
import { PRIORITIES, STATUSES } from "./tickets.js";

/** Whose tickets; "all" is the default. */
export const SCOPES = ["mine", "unassigned", "all"];

/** By what tickets can be sorted. */
export const SORTS = ["updated", "created", "number", "priority", "status", "assignee", "title"];

/** What is shown where the URL says nothing. */
export const DEFAULT_QUERY = Object.freeze({
  scope: "all", statuses: [], priorities: [], text: "", sort: "updated", descending: true,
});

/** Reads a query from the parameters of a URL; what makes no sense is passed over. */
export function readQuery(parameters) {
  const list = (name, allowed) =>
    allowed.filter((value) => (parameters.get(name) ?? "").split(",").includes(value));
  const sort = parameters.get("sort") ?? "";
  const field = sort.replace(/^-/, "");
  const isKnown = SORTS.includes(field);
  return {
    scope: SCOPES.includes(parameters.get("scope")) ? parameters.get("scope") : DEFAULT_QUERY.scope,
    statuses: list("status", STATUSES),
    priorities: list("priority", PRIORITIES),
    text: parameters.get("q") ?? "",
    sort: isKnown ? field : DEFAULT_QUERY.sort,
    descending: isKnown ? sort.startsWith("-") : DEFAULT_QUERY.descending,
  };
}

/** Writes a query into parameters; what is the default is left out. */
export function writeQuery(query, parameters) {
  const set = (name, value, isDefault) => {
    if (isDefault) parameters.delete(name);
    else parameters.set(name, value);
  };
  set("scope", query.scope, query.scope === DEFAULT_QUERY.scope);
  set("status", query.statuses.join(","), query.statuses.length === 0);
  set("priority", query.priorities.join(","), query.priorities.length === 0);
  set("q", query.text, query.text === "");
  const isDefaultSort = query.sort === DEFAULT_QUERY.sort && query.descending === DEFAULT_QUERY.descending;
  set("sort", (query.descending ? "-" : "") + query.sort, isDefaultSort);
  return parameters;
}

const inScope = (ticket, scope, me) =>
  scope === "all" || (scope === "mine" ? ticket.assignee?.id === me : ticket.assignee === null);

/**
 * What of `tickets` the query shows to the user `me`: the ids in order, and for each choice of each filter how many
 * tickets it would show, the other filters being as they are.
 */
export function arrange(tickets, query, me) {
  const search = readSearch(query.text);
  const counts = {
    scope: { mine: 0, unassigned: 0, all: 0 },
    status: { open: 0, blocked: 0, closed: 0 },
    priority: { low: 0, normal: 0, high: 0, urgent: 0 },
  };
  const shown = [];
  for (const ticket of tickets) {
    if (!matchesSearch(ticket, search)) continue;
    const scope = inScope(ticket, query.scope, me);
    const status = query.statuses.length === 0 || query.statuses.includes(ticket.status);
    const priority = query.priorities.length === 0 || query.priorities.includes(ticket.priority);
    if (status && priority) {
      counts.scope.all += 1;
      if (ticket.assignee === null) counts.scope.unassigned += 1;
      else if (ticket.assignee.id === me) counts.scope.mine += 1;
    }
    if (scope && priority) counts.status[ticket.status] += 1;
    if (scope && status) counts.priority[ticket.priority] += 1;
    if (scope && status && priority) shown.push(ticket);
  }
  return { ids: sortTickets(shown, query).map((ticket) => ticket.id), counts };
}

/** The collation of names and titles; numbers in them count as numbers. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const COMPARISONS = {
  // RFC 3339 in UTC with milliseconds throughout: text order is time order.
  updated: (a, b) => (a.updatedAt < b.updatedAt ? -1 : a.updatedAt > b.updatedAt ? 1 : 0),
  created: (a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0),
  number: (a, b) => a.number - b.number,
  priority: (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority),
  status: (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status),
  assignee: (a, b) => collator.compare(a.assignee?.name ?? "\u{10ffff}", b.assignee?.name ?? "\u{10ffff}"),
  title: (a, b) => collator.compare(a.title, b.title),
};

/** Sorts tickets in place; those that are alike come with the newest first. */
export function sortTickets(tickets, query) {
  const compare = COMPARISONS[query.sort];
  const sign = query.descending ? -1 : 1;
  return tickets.sort((a, b) => sign * compare(a, b) || b.number - a.number);
}
