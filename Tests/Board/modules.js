// The body of an asynchronous function in the page: `load(name)` is a module of the board, SEARCH_CASES what
// search-cases.json holds. Answers [name, problem].
const tests = [];
const test = (name, run) => tests.push([name, run]);
const equal = (a, b) => {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left !== right) throw new Error(`${left} is not ${right}`);
};
const runAll = async () => {
  const results = [];
  for (const [name, run] of tests) {
    try {
      await run();
      results.push([name, null]);
    } catch (problem) {
      results.push([name, problem.message]);
    }
  }
  return results;
};

const { backoffDelay, CAP_MS } = await load("backoff");
const { arrange, readQuery, writeQuery, DEFAULT_QUERY } = await load("query");
const { Tickets } = await load("tickets");
const { compare, merged, changedFields } = await load("merge");
const { fold, matchesSearch, readSearch } = await load("search");
const { Drafts, DRAFTS_MAXIMUM, newTicketKey, readDraft } = await load("drafts");
const { Intents, isRepetition } = await load("intents");
const { balanced, isolated } = await load("bidi");
const { canonicalTag } = await load("locales");
const { readPreferences } = await load("preferences");
const { randomUUID } = await load("browser");
const { holderOf, remainingOf, renewalDelay } = await load("lease");
const { READING, step, holdsText } = await load("editing");
const { CommandRejected, Outbox, WAITING_MAXIMUM } = await load("outbox");
const { readRoute, writeRoute } = await load("router");
const { Stillness, STILL_AFTER_MS } = await load("stillness");
const { chooseLanguage, chooseLocale, LANGUAGES, say } = await load("language");
const { english } = await load("english");
const { french } = await load("french");
const { formatRemaining, initials, largestUnit } = await load("format");
const { differences } = await load("history-view");
const { describe } = await load("connection-view");

const ada = { id: "a", name: "Ada" };
const grace = { id: "g", name: "Grace" };
const ticket = (number, more = {}) => ({
  id: `t${number}`, number, title: `Ticket ${number}`, description: "", status: "open", priority: "normal",
  assignee: null, version: 1, createdAt: `2026-01-0${number}T00:00:00.000Z`, createdBy: ada,
  updatedAt: `2026-01-0${number}T00:00:00.000Z`, updatedBy: null, lock: null, ...more,
});
const lockOf = (by, expiresAt = "2026-01-01T00:02:00.000Z") => ({ by, since: "2026-01-01T00:00:00.000Z", expiresAt });

// Backoff.
test("Backoff grows, is jittered from nothing, and is bounded", () => {
  equal([0, 1, 2, 3].map((attempt) => backoffDelay(attempt, 1)), [500, 1000, 2000, 4000]);
  equal(backoffDelay(5, 0), 0);
  equal(backoffDelay(1000, 1), CAP_MS);
});

// Tickets.
const snapshot = (tickets, revision = 10, more = false) => ({ type: "AllTickets", epoch: "e", revision, tickets, more });
test("A snapshot counts when its last frame is there", () => {
  const tickets = new Tickets();
  equal(tickets.take(snapshot([ticket(1)], 10, true)).kind, "loading");
  equal([tickets.isLoaded, tickets.since], [false, undefined]);
  equal(tickets.take(snapshot([ticket(2)])).kind, "loaded");
  equal([tickets.byID.size, tickets.since], [2, { epoch: "e", revision: 10 }]);
  equal(tickets.numbered(2).id, "t2");
});
test("A snapshot that was cut off does not mix with the next one", () => {
  const tickets = new Tickets();
  tickets.take(snapshot([ticket(1)], 10, true));
  tickets.startOver();
  tickets.take(snapshot([ticket(2)]));
  equal([...tickets.byID.keys()], ["t2"]);
});
test("Events are taken in order, each once, and a gap is noticed", () => {
  const tickets = new Tickets();
  tickets.take(snapshot([ticket(1)]));
  equal(tickets.take({ type: "TicketLocked", revision: 12, ticketId: "t1", lock: lockOf(ada) }).kind, "gap");
  equal(tickets.take({ type: "TicketLocked", revision: 10, ticketId: "t1", lock: lockOf(ada) }).kind, "none");
  equal(tickets.take({ type: "TicketLocked", revision: 11, ticketId: "t1", lock: lockOf(ada) }).ticket.lock.by, ada);
  const news = tickets.take({ type: "TicketUnlocked", revision: 12, ticketId: "t1", reason: "released" });
  equal([news.before.lock.by, news.ticket.lock], [ada, null]);
  equal(tickets.take({ type: "TicketCreated", revision: 13, ticket: ticket(3) }).before, undefined);
  equal(tickets.numbered(3).title, "Ticket 3");
});

// Queries.
const board = [
  ticket(1, { assignee: ada, priority: "urgent", title: "Café crème" }),
  ticket(2, { assignee: grace, status: "closed" }),
  ticket(3, { status: "blocked", priority: "low", description: "the HOOVER is loud" }),
];
const query = (more) => ({ ...DEFAULT_QUERY, ...more });
test("Filters choose, and counts tell what each choice would show", () => {
  const { ids, counts } = arrange(board, query({ scope: "mine" }), "a");
  equal(ids, ["t1"]);
  equal(counts.scope, { mine: 1, unassigned: 1, all: 3 });
  equal(counts.status, { open: 1, blocked: 0, closed: 0 });
  equal(arrange(board, query({ statuses: ["blocked", "closed"] }), "a").counts.status, { open: 1, blocked: 1, closed: 1 });
  equal(arrange(board, query({ statuses: ["closed"] }), "a").counts.priority, { low: 0, normal: 1, high: 0, urgent: 0 });
});
test("Searches look at number, title and description, without case and accents", () => {
  const found = (text) => arrange(board, query({ text }), "a").ids;
  equal(found("cafe CREME"), ["t1"]);
  equal(found("hoover loud"), ["t3"]);
  equal(found("#2"), ["t2"]);
  equal(found("#4"), []);
  equal(found("3"), ["t3"]);
  equal(found("#2 ticket"), []);
  equal(found("grace"), []);
  equal(found("nothing"), []);
  equal(found(" \t"), ["t3", "t2", "t1"]);
});
test("A number finds its ticket alone, and digits also the texts that hold them", () => {
  const many = [ticket(4), ticket(42), ticket(142, { title: "Room" }), ticket(7, { title: "Room 42" })];
  const found = (text) => many.filter((each) => matchesSearch(each, readSearch(text))).map(({ number }) => number);
  equal([found("#42"), found("#0042"), found("42"), found("#"), found("#0")], [[42], [42], [42, 7], [], []]);
});
test("The search agrees with the server, case by case", () => {
  for (const [index, { query: text, text: title, matches }] of SEARCH_CASES.entries()) {
    for (const texts of [{ title }, { title: "x", description: title }]) {
      equal([index, text, title, matchesSearch(ticket(999, texts), readSearch(text))], [index, text, title, matches]);
    }
  }
});
test("A text is folded once, also when its ticket is locked and unlocked", () => {
  let reads = 0;
  const watched = { ...ticket(1), get description() { reads += 1; return "Text"; } };
  const search = readSearch("tex");
  equal([matchesSearch(watched, search), matchesSearch(watched, search), reads], [true, true, 1]);
  const tickets = new Tickets();
  tickets.take(snapshot([ticket(1, { title: "Éclair" })]));
  matchesSearch(tickets.byID.get("t1"), search);
  const locked = tickets.take({ type: "TicketLocked", revision: 11, ticketId: "t1", lock: lockOf(ada) }).ticket;
  equal(Object.getOwnPropertySymbols(locked).length, 1);
  const renamed = tickets.take({ type: "TicketUpdated", revision: 12, ticket: ticket(1, { title: "Text" }) }).ticket;
  equal(matchesSearch(renamed, search), true);
});
test("Each order sorts, and what is alike comes with the newest first", () => {
  const order = (sort, descending) => arrange(board, query({ sort, descending }), "a").ids;
  equal(order("number", false), ["t1", "t2", "t3"]);
  equal(order("updated", true), ["t3", "t2", "t1"]);
  equal(order("priority", true), ["t1", "t2", "t3"]);
  equal(order("status", false), ["t1", "t3", "t2"]);
  equal(order("assignee", false), ["t1", "t2", "t3"]);
  equal(order("title", false), ["t1", "t2", "t3"]);
});
test("A query survives the URL, and the default leaves nothing there", () => {
  const written = query({ scope: "unassigned", statuses: ["open"], priorities: ["high", "urgent"], text: "a&b=c", sort: "title", descending: false });
  equal(readQuery(writeQuery(written, new URLSearchParams())), written);
  equal(writeQuery(query({}), new URLSearchParams()).toString(), "");
});
test("What makes no sense in a URL is passed over", () => {
  equal(readQuery(new URLSearchParams("scope=x&status=open,nonsense&sort=-x&priority=")), query({ statuses: ["open"] }));
  equal(readRoute(new URLSearchParams("ticket=-1&view=x&page=y"), "table"), { query: query({}), ticket: null, view: "table", page: "board" });
});
test("A route survives the URL", () => {
  const route = { query: query({ statuses: ["open", "closed"] }), ticket: 42, view: "columns", page: "board" };
  equal(writeRoute(route), "/?status=open,closed&view=columns&ticket=42");
  equal(readRoute(new URL(writeRoute(route), location.href).searchParams, "table"), route);
  equal(writeRoute({ ...route, query: query({}), ticket: null, view: "table" }), "/");
});

// Locks.
test("A lock is nobody's, mine or another's", () => {
  equal([ticket(1), ticket(1, { lock: lockOf(ada) }), ticket(1, { lock: lockOf(grace) }), undefined].map((each) => holderOf(each, "a")),
    ["free", "mine", "other", "free"]);
});
test("What is left of a lock is never less than nothing", () => {
  const lock = lockOf(ada);
  equal(remainingOf(lock, Date.parse("2026-01-01T00:01:30.000Z")), 30_000);
  equal(remainingOf(lock, Date.parse("2026-01-02T00:00:00.000Z")), 0);
  equal(formatRemaining(103_000), "1:43");
  equal(renewalDelay(120), 40_000);
});

// Two versions.
test("Two versions are compared field by field", () => {
  const base = { title: "a", description: "b", status: "open", priority: "low", assignee: null };
  const mine = { ...base, title: "mine", status: "closed" };
  const theirs = { ...base, title: "theirs", priority: "high" };
  equal(compare(base, mine, theirs), [
    { field: "title", changedBy: "both" }, { field: "status", changedBy: "mine" }, { field: "priority", changedBy: "theirs" }]);
  equal(merged(mine, theirs, { title: "theirs", status: "mine", priority: "theirs" }), { ...theirs, status: "closed" });
  equal(changedFields(base, mine), ["title", "status"]);
});
test("History tells what changed", () => {
  equal(differences(ticket(1), ticket(1, { assignee: ada, status: "closed" })), [
    { field: "status", from: "open", to: "closed" }, { field: "assignee", from: null, to: "Ada" }]);
});

// Drafts.
class FakeStorage {
  map = new Map();
  get length() { return this.map.size; }
  key(index) { return [...this.map.keys()][index]; }
  getItem(key) { return this.map.get(key) ?? null; }
  setItem(key, value) { this.map.set(key, value); }
  removeItem(key) { this.map.delete(key); }
}
const typed = (title, more = {}) => ({ fields: { title, description: "", status: "open", priority: "low", assignee: null }, ...more });
const forbidden = { length: 0, key: () => null, getItem: () => null, removeItem: () => {}, setItem: () => { throw new Error("full"); } };
test("Drafts survive the page, and are each user's own", () => {
  const storage = new FakeStorage();
  equal(new Drafts("a", storage).keep("t1", typed("x")), true);
  equal(new Drafts("a", storage).get("t1").fields.title, "x");
  equal(new Drafts("g", storage).get("t1"), null);
  equal([...new Drafts("a", storage).ids()], ["t1"]);
  new Drafts("a", storage).drop("t1");
  equal(storage.length, 0);
});
test("Without storage drafts live as long as the page", () => {
  for (const storage of [forbidden, null]) {
    const drafts = new Drafts("a", storage);
    equal(drafts.keep("t1", typed("x")), false);
    equal([drafts.get("t1").fields.title, [...drafts.ids()]], ["x", ["t1"]]);
    drafts.drop("t1");
    equal(drafts.get("t1"), null);
  }
});
test("A draft that another tab has dropped is gone in this one", () => {
  const storage = new FakeStorage();
  const drafts = new Drafts("a", storage);
  drafts.keep("t1", typed("x"));
  new Drafts("a", storage).drop("t1");
  equal([drafts.get("t1"), [...drafts.ids()]], [null, []]);
});
test("Drafts are bounded, and the oldest go first", () => {
  const storage = new FakeStorage();
  for (let index = 0; index < DRAFTS_MAXIMUM; index += 1) {
    storage.setItem(`les-billets.draft.a.t${index}`, JSON.stringify(typed("x", { at: index + 1 })));
  }
  new Drafts("a", storage).keep("new", typed("y"));
  equal([storage.length, storage.getItem("les-billets.draft.a.t0")], [DRAFTS_MAXIMUM, null]);
});
test("A damaged draft is none", () => {
  const whole = typed("x", { base: { ...typed("b").fields, version: 1, assignee: ada }, at: 5 });
  equal(readDraft(JSON.stringify(whole)), { base: { ...typed("b").fields, version: 1, assignee: ada }, fields: whole.fields, sent: null, at: 5 });
  const damages = ["", "{", "null", "5", "[]", '"x"', "{}", '{"fields":null}', '{"fields":{"title":5}}',
    JSON.stringify({ ...whole, fields: { ...whole.fields, status: "toString" } }),
    JSON.stringify({ ...whole, base: {} }), JSON.stringify({ ...whole, base: { ...whole.base, version: "1" } }),
    JSON.stringify({ ...whole, base: { ...whole.base, assignee: "a" } })];
  equal(damages.map(readDraft), damages.map(() => null));
  for (const at of [undefined, "now", 1e300]) equal(readDraft(JSON.stringify({ ...whole, at })).at, 0);
  for (const sent of [5, {}, { type: "DropTable" }, { type: "UpdateTicket", requestId: 5 }]) {
    equal(readDraft(JSON.stringify({ ...whole, sent })).sent, null);
  }
});
test("The latest draft of a new ticket comes first, and an older version's draft gets an id", () => {
  const storage = new FakeStorage();
  const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
  storage.setItem(`les-billets.draft.a.${newTicketKey(one)}`, JSON.stringify(typed("one", { at: 1 })));
  storage.setItem(`les-billets.draft.a.${newTicketKey(two)}`, JSON.stringify(typed("two", { at: 2 })));
  storage.setItem(`les-billets.draft.a.${newTicketKey("nonsense")}`, JSON.stringify(typed("x", { at: 3 })));
  storage.setItem(`les-billets.draft.a.${newTicketKey(randomUUID())}`, "damaged");
  const drafts = new Drafts("a", storage);
  equal(drafts.newTicketID(randomUUID), two);
  storage.setItem("les-billets.draft.a.new", JSON.stringify(typed("old")));
  equal(drafts.newTicketID(() => three), three);
  equal([drafts.get(newTicketKey(three)).fields.title, drafts.get("new")], ["old", null]);
});

// Commands of drafts.
const intents = (answers) => {
  const sent = [];
  const drafts = new Drafts("a", new FakeStorage());
  drafts.keep("t1", typed("x"));
  let number = 0;
  const submit = async (command) => {
    sent.push(command.requestId);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, drafts, intents: new Intents(drafts, submit, () => `r${(number += 1)}`) };
};
const rejected = (code) => new CommandRejected({ code, message: "" }, { isFinal: true });
const unanswered = () => new CommandRejected({ code: "disconnected", message: "" });
const change = (title) => ({ type: "UpdateTicket", ticket: { id: "t1", version: 1, title } });
test("A command is kept beside its draft until it is answered", async () => {
  const { intents: them, drafts } = intents([unanswered()]);
  await them.send("t1", change("x")).catch(() => {});
  equal(drafts.get("t1").sent, { ...change("x"), requestId: "r1" });
  drafts.keep("t1", typed("y"));
  equal([drafts.get("t1").fields.title, drafts.get("t1").sent.requestId], ["y", "r1"]);
  const again = intents([rejected("locked")]);
  equal(await again.intents.send("t1", change("x")).catch(({ code }) => code), "locked");
  equal(again.drafts.get("t1").sent, null);
});
test("A command whose answer was lost is sent again as it was", async () => {
  const earlier = { ...change("x"), requestId: "r0" };
  const { intents: them, sent } = intents([{ revision: 3 }]);
  const answer = await them.send("t1", change("x"), { earlier });
  equal([sent, answer.accepted.revision, isRepetition(answer.sent, change("x"))], [["r0"], 3, true]);
});
test("Another command waits for the fate of the one before", async () => {
  const earlier = { ...change("x"), requestId: "r0" };
  const carriedOut = intents([{ revision: 3 }]);
  const answer = await carriedOut.intents.send("t1", change("y"), { earlier });
  equal([carriedOut.sent, isRepetition(answer.sent, change("y"))], [["r0"], false]);
  const refused = intents([rejected("version_conflict"), { revision: 4 }]);
  equal((await refused.intents.send("t1", change("y"), { earlier })).accepted.revision, 4);
  equal(refused.sent, ["r0", "r1"]);
  const alone = intents([rejected("locked")]);
  equal([await alone.intents.send("t1", null, { earlier }).catch(({ code }) => code), alone.sent], ["locked", ["r0"]]);
  const unknown = intents([unanswered()]);
  await unknown.intents.send("t1", change("y"), { earlier }).catch(() => {});
  equal([unknown.sent, unknown.drafts.get("t1").sent.requestId], [["r0"], "r0"]);
});
test("Random UUIDs are of version 4, and differ", () => {
  const made = Array.from({ length: 100 }, randomUUID);
  equal(made.every((each) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(each)), true);
  equal(new Set(made).size, 100);
});

// The editor.
const input = (state, ...inputs) => inputs.reduce(({ state }, each) => step(state, each), { state, actions: [] });
const doing = ({ actions }) => actions.map(({ do: what }) => what);
const editing = () => input(READING, { is: "edit", ticket: ticket(1) }, { is: "locked", ticket: ticket(1) }).state;
test("Editing begins with the lock", () => {
  const asked = input(READING, { is: "edit", ticket: ticket(1) });
  equal([asked.state.phase, doing(asked)], ["asking", ["lock"]]);
  equal(editing().fields.title, "Ticket 1");
});
test("What changed before the lock was there is what is edited", () => {
  const newer = ticket(1, { title: "Newer", version: 2 });
  equal(input(READING, { is: "edit", ticket: ticket(1) }, { is: "locked", ticket: newer }).state.fields.title, "Newer");
});
test("A draft is edited against the version that it began with", () => {
  const draft = { base: ticket(1), fields: { ...editing().fields, title: "Draft" } };
  const { state } = input(READING, { is: "edit", ticket: ticket(1, { version: 5 }), draft }, { is: "locked", ticket: ticket(1, { version: 5 }) });
  equal([state.fields.title, state.base.version], ["Draft", 1]);
});
test("A lock that another has is told, and nothing is edited", () => {
  const { state, actions } = input(READING, { is: "edit", ticket: ticket(1) }, { is: "refused", holder: grace, code: "locked" });
  equal([state.phase, actions[0].what], ["reading", "lockTaken"]);
});
test("Only what differs is saved, and then the lock is given back", () => {
  const saving = input(editing(), { is: "change", fields: { title: "New" } }, { is: "save", fields: {} });
  equal(saving.actions.at(-1), { do: "save", version: 1, change: { title: "New" } });
  equal(doing(input(saving.state, { is: "saved", ticket: ticket(1, { title: "New", version: 2 }), change: { title: "New" } })), ["dropDraft", "unlock", "tell"]);
});
test("What was changed after an earlier save is saved on top of it", () => {
  const saving = input(editing(), { is: "change", fields: { title: "Ticket 1", description: "Later" } }, { is: "save", fields: {} });
  const saved = ticket(1, { title: "Earlier", version: 2 });
  const next = input(saving.state, { is: "saved", ticket: saved, change: { title: "Earlier" } });
  equal(next.actions.at(-1), { do: "save", version: 2, change: { title: "Ticket 1", description: "Later" } });
  equal([next.state.phase, next.state.base.version], ["saving", 2]);
});
test("A change that only takes an earlier save back is saved", () => {
  const saving = input(editing(), { is: "save", fields: {}, hasEarlier: true });
  equal(saving.actions.at(-1), { do: "save", version: 1, change: {} });
  const next = input(saving.state, { is: "saved", ticket: ticket(1, { title: "Earlier", version: 2 }), change: { title: "Earlier" } });
  equal(next.actions.at(-1), { do: "save", version: 2, change: { title: "Ticket 1" } });
});
test("A newer version that says the same is what was saved", () => {
  const typed = input(editing(), { is: "change", fields: { title: "Mine" } }).state;
  const same = ticket(1, { title: "Mine", version: 2 });
  const { state, actions } = input(typed, { is: "save", fields: {} }, { is: "rejected", code: "version_conflict", ticket: same });
  equal([state.phase, actions.at(-1).what], ["reading", "saved"]);
});
test("Where nothing differs nothing is saved", () => {
  equal(doing(input(editing(), { is: "save", fields: {} })), ["dropDraft", "unlock", "tell"]);
});
test("A newer version leads to the choice, and the choice is saved against it", () => {
  const typed = input(editing(), { is: "change", fields: { title: "Mine" } }).state;
  const theirs = ticket(1, { title: "Theirs", version: 2 });
  const conflict = input(typed, { is: "save", fields: {} }, { is: "rejected", code: "version_conflict", ticket: theirs }).state;
  equal([conflict.phase, conflict.fields.title], ["conflict", "Mine"]);
  equal(input(conflict, { is: "save", fields: conflict.fields }).actions.at(-1), { do: "save", version: 2, change: { title: "Mine" } });
  const later = ticket(1, { title: "Later", version: 3 });
  equal(input(conflict, { is: "overtaken", ticket: later }).state.theirs.version, 3);
});
test("A lock that ended is taken back as long as nothing changed", () => {
  const typed = input(editing(), { is: "change", fields: { title: "Mine" } }).state;
  const back = input(typed, { is: "unlocked", reason: "expired", ticket: ticket(1) });
  equal([back.state.phase, doing(back), holdsText(back.state)], ["asking", ["lock"], true]);
  equal(input(back.state, { is: "locked", ticket: ticket(1) }).state.fields.title, "Mine");
  equal(input(back.state, { is: "refused", holder: grace }).state.why, "taken");
});
test("A lock that an administrator took, or that idled, is not taken back, and the text stays", () => {
  for (const reason of ["forced", "idle"]) {
    const { state } = input(editing(), { is: "change", fields: { title: "Mine" } }, { is: "unlocked", reason, ticket: ticket(1) });
    equal([state.phase, state.why, state.fields.title], ["lost", reason, "Mine"]);
  }
});
test("A lock that ended under a newer version is not taken back", () => {
  equal(input(editing(), { is: "unlocked", reason: "expired", ticket: ticket(1, { version: 2 }) }).state.phase, "lost");
});
test("After a reconnect the lock is renewed, taken back, or lost", () => {
  equal(doing(input(editing(), { is: "resumed", ticket: ticket(1), holder: "mine" })), ["lock"]);
  equal(input(editing(), { is: "resumed", ticket: ticket(1), holder: "free" }).state.phase, "asking");
  equal(input(editing(), { is: "resumed", ticket: ticket(1, { lock: lockOf(grace) }), holder: "other" }).state.holder, grace);
});
test("Typing while the lock is taken back is kept", () => {
  const back = input(editing(), { is: "unlocked", reason: "expired", ticket: ticket(1) }, { is: "change", fields: { title: "Typed" } });
  equal(input(back.state, { is: "locked", ticket: ticket(1) }).state.fields.title, "Typed");
});
test("Leaving keeps what was typed, and forgets what was not", () => {
  equal(doing(input(editing(), { is: "change", fields: { title: "Mine" } }, { is: "leave" })), ["keepDraft", "unlock"]);
  equal(doing(input(editing(), { is: "leave" })), ["dropDraft", "unlock"]);
  equal(doing(input(READING, { is: "leave" })), []);
});
test("Discarding throws away, and gives back", () => {
  equal(doing(input(editing(), { is: "discard" })), ["dropDraft", "unlock"]);
});
test("Any other refusal of a save is shown in the form", () => {
  const typed = input(editing(), { is: "change", fields: { title: "Mine" } }).state;
  const { state } = input(typed, { is: "save", fields: {} }, { is: "rejected", code: "too_large", message: "Too long." });
  equal([state.phase, state.problem, state.fields.title], ["editing", "Too long.", "Mine"]);
});

// The outbox.
const outbox = () => {
  const sent = [];
  const later = [];
  let isUp = true;
  let number = 0;
  const box = new Outbox((message) => isUp && sent.push(message) > 0, (delay, action) => later.push({ delay, action }), () => `r${(number += 1)}`);
  return { box, sent, later, up: (value) => (isUp = value) };
};
test("A command is answered", async () => {
  const { box, sent } = outbox();
  const answer = box.submit({ type: "LockTicket" });
  equal(sent, [{ type: "LockTicket", requestId: "r1" }]);
  equal(box.take({ type: "Accepted", requestId: "other" }), false);
  equal(box.take({ type: "Accepted", requestId: "r1", revision: 3 }), true);
  equal([(await answer).revision, box.count], [3, 0]);
});
test("A patient command is sent again under its own id, after a break and while the store is away", async () => {
  const { box, sent, later, up } = outbox();
  const waits = [];
  up(false);
  const answer = box.submit({ type: "UpdateTicket" }, { patient: true, onWait: (code) => waits.push(code) });
  up(true);
  box.connectionBack();
  box.take({ type: "Rejected", requestId: "r1", code: "unavailable", message: "" });
  later[0].action();
  box.connectionLost();
  box.connectionBack();
  equal(sent.map(({ requestId }) => requestId), ["r1", "r1", "r1"]);
  equal(waits, ["disconnected", "unavailable", "disconnected"]);
  box.take({ type: "Accepted", requestId: "r1", revision: 1 });
  equal((await answer).revision, 1);
});
test("A command that waits already is sent once, and both hear of its answer", async () => {
  const { box, sent } = outbox();
  const command = { type: "UpdateTicket", requestId: "mine" };
  const answers = [box.submit(command, { patient: true }), box.submit(command, { patient: true })];
  box.take({ type: "Accepted", requestId: "mine", revision: 7 });
  equal([sent.length, (await Promise.all(answers)).map(({ revision }) => revision)], [1, [7, 7]]);
});
test("Only an answer of the server is final", async () => {
  const { box } = outbox();
  const answers = [box.submit({ type: "UpdateTicket" }, { patient: true }), box.submit({ type: "UpdateTicket" }, { patient: true })];
  box.take({ type: "Rejected", requestId: "r1", code: "locked", message: "" });
  box.abandon();
  equal(await Promise.all(answers.map((each) => each.catch(({ isFinal }) => isFinal))), [true, false]);
});
test("An impatient command hears of a break at once", async () => {
  const { box, up } = outbox();
  up(false);
  const code = await box.submit({ type: "LockTicket" }).catch((problem) => problem.code);
  equal([code, box.count], ["disconnected", 0]);
});
test("A refusal carries the ticket as it stands", async () => {
  const { box } = outbox();
  const answer = box.submit({ type: "UpdateTicket" }, { patient: true }).catch((problem) => problem);
  box.take({ type: "Rejected", requestId: "r1", code: "version_conflict", message: "no", ticket: ticket(1) });
  equal([(await answer).code, (await answer).ticket.number], ["version_conflict", 1]);
});
test("The outbox is bounded", async () => {
  const { box } = outbox();
  for (let index = 0; index < WAITING_MAXIMUM; index += 1) box.submit({ type: "LockTicket" }).catch(() => {});
  equal(await box.submit({ type: "LockTicket" }).catch((problem) => problem.code), "rate_limited");
  box.abandon();
  equal(box.count, 0);
});

// What is shown.
test("Rows stay where they are until some time after the last movement", () => {
  const stillness = new Stillness();
  equal(stillness.waitFrom(0), 0);
  stillness.move(1_000);
  equal(stillness.waitFrom(1_500), STILL_AFTER_MS - 500);
  stillness.leave();
  equal(stillness.waitFrom(1_500), 0);
});
test("The connection's state is told, with the seconds until the next attempt", () => {
  equal(describe({ name: "live" }, null, 0), { name: "live" });
  equal(describe({ name: "live" }, "The disk is full.", 0), { name: "readOnly", trouble: "The disk is full." });
  equal(describe({ name: "waiting", retryAt: 2_500 }, null, 0), { name: "waiting", seconds: 3 });
  equal(describe({ name: "waiting", retryAt: 0 }, null, 10).name, "connecting");
  equal(describe({ name: "offline", retryAt: 1_000 }, null, 0), { name: "offline", seconds: 1 });
});
test("The language is what is preferred, then what the browser asks for, then English", () => {
  equal([chooseLanguage("fr", ["en"]), chooseLanguage(null, ["de", "fr-CA"]), chooseLanguage(null, ["de"])], ["fr", "fr", "en"]);
});
test("Tags of a browser or a system that are none do no harm", () => {
  equal(["en-US@posix", "c", "", "C", "POSIX", "fr_FR.UTF-8", "x", "*", null, undefined, 5, "en-US-u-x", "i-klingon"].map(canonicalTag),
    ["en-US", null, null, null, "posix", "fr-FR", null, null, null, null, null, null, null]);
  equal([chooseLanguage(null, ["c", "", "fr_CA@euro"]), chooseLanguage(null, ["frr", "en"]), chooseLanguage("toString", []), chooseLanguage(5, [undefined])],
    ["fr", "en", "en", "en"]);
  equal([chooseLocale("en", ["c", "fr-CA", "en-US@posix"]), chooseLocale("en", ["eng-Latn-GB"]), chooseLocale("fr", ["", "en"])],
    ["en-US", "en-Latn-GB", "fr"]);
});
test("A damaged preference is the default", () => {
  const usual = { theme: null, language: null, view: "table", singleKeys: true };
  for (const text of [null, "", "{", "null", "5", "[]", '{"theme":5,"language":"toString","view":"x","singleKeys":"no"}']) equal(readPreferences(text), usual);
  for (const language of Object.keys(LANGUAGES)) equal(readPreferences(JSON.stringify({ language })).language, language);
  equal(readPreferences('{"theme":"dark","view":"columns","singleKeys":false,"more":1}'), { theme: "dark", language: null, view: "columns", singleKeys: false });
});
test("A text of somebody does not reorder the sentence around it", () => {
  equal([isolated("Ada"), isolated("\u202eAda"), isolated("עדה")], ["Ada", "\u2068\u202eAda\u2069", "\u2068עדה\u2069"]);
  equal([balanced("a\u2067b"), balanced("a\u2069\u202eb"), balanced("\u2066a\u2069\u2069b"), balanced("\u202ea\u2029b")],
    ["a\u2067b\u2069", "a\u202eb", "\u2066a\u2069b", "\u202ea b"]);
  equal(say("lockOther", { name: "\u202eAda", left: "1:43" }), "\u2068\u202eAda\u2069 " + say("lockOther", { name: "", left: "1:43" }).trim());
});
test("English and French have the same sentences, with the same places to fill in", () => {
  equal(Object.keys(french).sort(), Object.keys(english).sort());
  const places = (sentence) => [...new Set(JSON.stringify(sentence).match(/\{\w+\}/g) ?? [])].sort();
  for (const name of Object.keys(english)) equal([name, places(french[name])], [name, places(english[name])]);
});
test("Ages and initials are short", () => {
  equal(largestUnit(3 * 3_600_000 + 5), { unit: "hour", count: 3 });
  equal(largestUnit(59_999), null);
  equal([initials("Ada Lovelace"), initials("Prince"), initials("É. d'Ornano"), initials("\u202eAda \u200bLovelace")], ["AL", "P", "ÉD", "AL"]);
});
