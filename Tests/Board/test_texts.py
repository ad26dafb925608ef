"""Texts from outside that could do harm: those that run from right to left, tags of languages, and what a browser kept."""

import json

from agents import Agent, Keys, wait
from servers import Client, Single, unique
from stage import BoardTest, agent, client, cluster

# Right-to-left override: what follows is shown from right to left.
RLO = "\u202e"

# The left edges of the characters of a text within an element, in the order of the text.
EDGES = """
    const [selector, text] = arguments;
    for (const element of document.querySelectorAll(selector)) {
      if (!element.checkVisibility()) continue;
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const start = walker.currentNode.data.indexOf(text);
        if (start < 0) continue;
        return [...text].map((_, index) => {
          const range = document.createRange();
          range.setStart(walker.currentNode, start + index);
          range.setEnd(walker.currentNode, start + index + 1);
          return range.getBoundingClientRect().left;
        });
      }
    }
    return null;"""

# The places of the cells of a row, and of the texts in them.
CELLS = """
    const boxes = (node) => { const { left, right } = node.getBoundingClientRect(); return [Math.round(left), Math.round(right)]; };
    const row = document.querySelector(`.space [data-id="${arguments[0]}"]`);
    return [...row.children].filter((cell) => !cell.matches(".cell-title")).map((cell) => [boxes(cell), [...cell.children].map(boxes)]);"""


class DirectionTest(BoardTest):
    def assert_left_to_right(self, agent, selector, text):
        """The characters of a text stand in their order."""
        edges = wait(lambda: agent.script(EDGES, selector, text), f"{text} in {selector}")
        self.assertEqual(edges, sorted(edges), f"{text} in {selector} runs from left to right")

    def test_a_text_from_right_to_left_does_not_reorder_what_stands_beside_it(self):
        server = Single(database=":memory:")
        self.addCleanup(server.stop)
        admin = Client(server.url, "ada")
        # No name may hold a control of direction, but any may begin with letters that run from right to left.
        name = "שרה Abby"
        admin.ask("POST", "/api/users", {"email": "abby@example.com", "name": name, "password": "demo-password", "role": "agent"})
        abby = Client(server.url, "abby")
        plain = abby.create(title="A title of some length")
        odd = abby.create(title=f"A {RLO}title of some length")
        ends = abby.create(title=f"\u2069{RLO}Unbalanced \u2067title")
        for ticket in (odd, ends):
            abby.lock(ticket)
        ada = Agent()
        self.addCleanup(ada.quit)
        ada.enter(server.url, "ada", "/?sort=-number")
        for ticket in (plain, odd, ends):
            wait(lambda: ada.row(ticket), "the row")
        ada.screenshot("directions-table")
        # The rest of a row is where that of a plain row is.
        abby.unlock(odd)
        wait(lambda: "Abby" not in ada.row(odd).text, "the end of the lock")
        self.assertEqual(ada.script(CELLS, odd["id"]), ada.script(CELLS, plain["id"]))
        self.assert_left_to_right(ada, f"[data-id='{odd['id']}'] .cell-number", f"#{odd['number']}")
        self.assert_left_to_right(ada, f"[data-id='{odd['id']}'] .cell-status", "Open")
        # The panel of a ticket: lock, history, who created it.
        ada.open(ends)
        ada.screenshot("directions-ticket")
        self.assert_left_to_right(ada, ".lock-bar", " is editing · ")
        self.assert_left_to_right(ada, ".history", " created the ticket")
        self.assert_left_to_right(ada, ".ticket-head .number", f"#{ends['number']}")
        self.assertEqual(ada.script("return document.title"), f"#{ends['number']} \u2068{RLO}Unbalanced \u2067title\u2069\u2069 · Les Billets")
        abby.unlock(ends)
        abby.change(ends, title=f"Now {RLO}another")
        wait(lambda: "another" in ada.text(".changes"), "the change in the history")
        edges = [ada.script(EDGES, ".changes", text)[0] for text in ("Title ", "Unbalanced", " → ", "Now")]
        self.assertEqual(edges, sorted(edges))
        # Messages.
        abby.lock(ends)
        wait(lambda: ada.find(".lock-bar"), "the lock")
        ada.keys("n")
        abby.change(ends, title=f"Named {RLO}so")
        abby.unlock(ends)
        ada.toast("is free")
        self.assert_left_to_right(ada, ".toast", " is free: ")
        # Dialogs and the page of administrators.
        abby.lock(ends)
        ada.go("/?page=admin")
        wait(lambda: name in ada.text(".admin section:last-of-type"), "the users")
        ada.screenshot("directions-administration")
        self.assert_left_to_right(ada, ".admin section:nth-of-type(3) th", f"#{ends['number']}")
        ada.press(f"Take the lock of ticket {ends['number']} away")
        self.assert_left_to_right(ada, "dialog h2", "Take the lock of ticket ")
        self.assert_left_to_right(ada, "dialog h2", "?")
        edges = [ada.script(EDGES, "dialog h2", text)[0] for text in ("Take", "Abby", "?")]
        self.assertEqual(edges, sorted(edges))
        ada.keys(Keys.ESCAPE)

    def test_what_people_type_finds_its_direction(self):
        grace = agent("grace").enter(cluster().gateway(1), "grace")
        ticket = client("linus").create(title="שלום עולם", description="مرحبا\n\nHello")
        grace.open(ticket)
        direction = "return getComputedStyle(document.querySelector(arguments[0])).direction"
        self.assertEqual(grace.script(direction, ".ticket-title"), "rtl")
        self.assertEqual(grace.script(direction, f"[data-id='{ticket['id']}'] .cell-title a"), "rtl")
        hello = grace.script(EDGES, ".description", "Hello")
        self.assertEqual(hello, sorted(hello))
        grace.screenshot("directions-hebrew")
        grace.edit()
        self.assertEqual(grace.script(direction, ".title-input"), "rtl")
        grace.type("title", "Hello")
        self.assertEqual(grace.script(direction, ".title-input"), "ltr")
        grace.keys(Keys.ESCAPE)


class SurroundingsTest(BoardTest):
    def setUp(self):
        self.grace = Agent()
        self.addCleanup(self.grace.quit)
        self.grace.enter(cluster().gateway(1), "grace")

    def beforehand(self, script):
        """Runs a script in the next page before its own; answers what undoes it."""
        identifier = self.grace.cdp("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"]
        return lambda: self.grace.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=identifier)

    def test_tags_of_languages_that_are_none_do_no_harm(self):
        for tags, language in ((["en-US@posix"], "en"), (["c"], "en"), ([""], "en"), ([], "en"), (["c", "fr_FR.UTF-8"], "fr"),
                               (["*", "fr-"], "en"), (["fr-u-", "en"], "en"), (["de", "fr-CA"], "fr"), (["x-fr"], "en")):
            with self.subTest(tags=tags):
                undo = self.beforehand(f"""
                    Object.defineProperty(navigator, "languages", {{ get: () => {json.dumps(tags)} }});
                    Object.defineProperty(navigator, "language", {{ get: () => {json.dumps(tags[0] if tags else None)} }});""")
                self.grace.go("/")
                self.assertEqual(self.grace.script("return document.documentElement.lang"), language)
                self.assertIn({"en": "All", "fr": "Tous"}[language], self.grace.text(".chips-scope"))
                undo()
        self.expect_quiet(self.grace)

    def test_damaged_storage_does_no_harm(self):
        ticket = client("linus").create(title=unique("Among damage"))
        me = self.grace.script("return fetch('/api/session').then((answer) => answer.json()).then(({ user }) => user.id)")
        drafts = f"les-billets.draft.{me}."
        for value in ("", "{", "null", "5", "[]", '"x"', '{"theme":5,"language":"toString","view":"x","singleKeys":0}',
                      '{"fields":{"title":"x"}}', '{"fields":null,"base":{},"at":"x"}',
                      '{"fields":{"title":"x","description":"","status":"open","priority":"low","assignee":null},"at":1e300,"sent":5}'):
            with self.subTest(value=value):
                self.grace.script("""
                    const [value, ...keys] = arguments;
                    for (const key of keys) localStorage.setItem(key, value);""",
                    value, "les-billets.preferences", drafts + ticket["id"], drafts + "new", drafts + "new.00000000-0000-4000-8000-000000000000")
                self.grace.go(f"/?ticket={ticket['number']}")
                wait(lambda: self.grace.text(".ticket-title") == ticket["title"], "the ticket")
                self.grace.edit()
                self.grace.keys(Keys.ESCAPE)
                wait(lambda: self.grace.find(".reading"), "the ticket, read again")
                self.grace.keys("c")
                wait(lambda: self.grace.find("dialog .title-input"), "the form")
                self.grace.press("Discard", "dialog")
        self.expect_quiet(self.grace)

    def test_a_browser_that_forbids_storage_says_so_once_and_works(self):
        undo = self.beforehand("""
            Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("forbidden", "SecurityError"); } });""")
        self.addCleanup(undo)
        self.grace.go("/")
        title = unique("Without storage")
        self.grace.keys("c")
        wait(lambda: self.grace.find("dialog .title-input"), "the form").send_keys(title)
        self.grace.toast("keeps no drafts")
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
        self.grace.edit()
        self.grace.type("description", "Saved all the same.")
        self.grace.save()
        self.assertLessEqual(len([each for each in self.grace.all(".toast") if "keeps no drafts" in each.text]), 1)
        self.expect_quiet(self.grace)

    def test_parameters_of_an_address_that_make_no_sense_do_no_harm(self):
        for query in ("ticket=1e400", "ticket=-0", "ticket=%00", "q=%FF%FE", "q=%", "view=__proto__", "sort=constructor", "sort=-toString",
                      "scope=__proto__&status=constructor,open", "page=%F0%9F%92%A5", "q=" + "%CC%88" * 500):
            with self.subTest(query=query):
                self.grace.go("/?" + query)
        self.expect_quiet(self.grace)
