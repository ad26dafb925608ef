"""Keyboard alone, screen readers, colours, languages; and what must never be markup."""

import os

import axe_playwright_python

from agents import Agent, Keys, wait
from servers import PASSWORD, unique
from stage import BoardTest, agent, client, cluster, measured

AXE = os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js")

CORPUS = [
    "<script>window.stolen=1</script>",
    "<img src=x onerror=window.stolen=1>",
    "<svg onload=window.stolen=1>",
    "\"><iframe srcdoc='<script>parent.stolen=1</script>'></iframe>",
    "javascript:window.stolen=1",
    "'-window.stolen--'",
    "</textarea><script>window.stolen=1</script>",
    "</title><style>*{display:none}</style>",
    "{{constructor.constructor('window.stolen=1')()}}",
    "<a href='javascript:window.stolen=1'>x</a>",
    "&lt;b&gt;&#60;script&#62;",
    "\u202eevil\u202c\u0007",
    "<math><mi xlink:href='data:x,<script>window.stolen=1</script>'>",
]


class AccessTest(BoardTest):
    def test_everything_goes_with_the_keyboard_alone(self):
        grace = agent("grace")
        grace.forget()
        grace.url = cluster().gateway(1)
        grace.driver.get(grace.url + "/")
        wait(lambda: grace.find("input[type=email]"), "a form to log in")
        wait(lambda: grace.script("return document.activeElement.type") == "email", "the focus in the form")
        grace.keys("grace@example.com", Keys.TAB, PASSWORD, Keys.ENTER)
        grace.await_live()
        title = unique("By keyboard")
        grace.keys("c")
        wait(lambda: grace.find("dialog .title-input"), "the form")
        grace.keys(title, Keys.TAB, Keys.TAB, "u", Keys.TAB, "g", Keys.TAB, "Typed blindly.", (Keys.CONTROL, Keys.ENTER))
        wait(lambda: grace.text(".ticket-title") == title, "the new ticket")
        self.assertEqual(grace.focus(), "ticket")
        grace.keys("e")
        wait(lambda: grace.focus() == "title", "the focus in the form")
        grace.keys(Keys.END, " twice", (Keys.CONTROL, Keys.ENTER))
        wait(lambda: grace.text(".ticket-title") == title + " twice", "the saved title")
        wait(lambda: grace.focus() == "Edit", "the focus where it was")
        ticket = next(each for each in client("linus").ask("GET", "/api/tickets?sort=-number")["tickets"] if each["title"] == title + " twice")
        self.assertEqual((ticket["priority"], ticket["description"], ticket["assignee"]["name"]), ("urgent", "Typed blindly.", "Grace Hopper"))
        grace.keys(Keys.ESCAPE)
        wait(lambda: grace.find(".ticket") is None, "the closed ticket")
        self.assertEqual(grace.focus(), "list")
        grace.keys("/")
        self.assertEqual(grace.focus(), "search")
        grace.keys(title.split()[-1])
        wait(lambda: len(grace.titles()) == 1, "what was searched")
        grace.keys(Keys.ESCAPE)
        wait(lambda: len(grace.titles()) > 1, "all tickets")
        grace.keys(Keys.ESCAPE)
        self.assertEqual(grace.focus(), "list")
        grace.keys(Keys.HOME, "j", Keys.ARROW_DOWN, "k")
        place = grace.script("return document.activeElement.dataset.index")
        self.assertEqual(place, "1")
        grace.keys(Keys.ENTER)
        wait(lambda: grace.find(".ticket-title"), "the ticket")
        first = grace.text(".ticket-title")
        grace.keys("j")
        wait(lambda: grace.text(".ticket-title") != first, "the next ticket")
        grace.keys(Keys.ESCAPE, "v")
        wait(lambda: grace.find(".columns"), "the columns")
        grace.keys(Keys.ARROW_RIGHT)
        self.assertEqual(grace.focus(), "list")
        grace.keys("v", "1")
        wait(lambda: "scope=mine" in grace.driver.current_url, "the filter")
        grace.keys("3", "?")
        wait(lambda: "Keyboard" in grace.text("dialog"), "the list of keys")
        grace.keys(Keys.ESCAPE)
        wait(lambda: grace.find("dialog") is None, "the closed list")
        self.expect_quiet(grace)

    def test_text_of_users_is_never_markup(self):
        api = client("linus")
        made = [api.create(title=text[:180], description=text * 2, status="blocked") for text in CORPUS]
        ada = agent("ada").enter(cluster().gateway(0), "ada", "/?status=blocked&sort=-number")
        before = ada.script("return document.querySelectorAll('script, iframe, style, img, object, embed').length")
        for ticket in made:
            wait(lambda: ada.row(ticket), f"the row of {ticket['title']}").click()
            wait(lambda: ada.script("return document.querySelector('.ticket .number').textContent") == f"#{ticket['number']}", "the ticket")
            self.assertEqual(ada.script("return document.querySelector('.ticket-title').textContent"), ticket["title"])
            self.assertEqual(ada.script("return document.querySelector('.description').textContent"), ticket["description"])
        ada.edit()
        self.assertEqual(ada.script("return document.querySelector('.description-input').value"), made[-1]["description"])
        ada.keys(Keys.ESCAPE)
        ada.go("/?view=columns&status=blocked")
        ada.keys("/")
        ada.keys("<img src=x onerror=window.stolen=1>")
        wait(lambda: len(ada.titles()) == 1, "what was searched")
        self.assertIsNone(ada.script("return window.stolen ?? null"))
        self.assertEqual(ada.script("return document.querySelectorAll('script, iframe, style, img, object, embed').length"), before)
        self.expect_quiet(ada)

    def test_axe_finds_nothing(self):
        with open(AXE, encoding="utf-8") as file:
            axe = file.read()
        ada = agent("ada")
        found = {}

        def examine(what):
            ada.script(axe)
            result = ada.driver.execute_async_script("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values: [
                  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }).then(done, (e) => done(String(e)));""")
            found[what] = [(each["id"], [(node["html"][:160], node["failureSummary"][:300]) for node in each["nodes"][:3]])
                           for each in result["violations"]]

        ticket = client("linus").create(title=unique("Looked at closely"), description="Some text.", assignee=None)
        other = client("linus").create(title=unique("Locked"))
        client("linus").lock(other)
        for dark in (False, True):
            colours = "dark" if dark else "light"
            ada.dark(dark)
            ada.forget()
            ada.url = cluster().gateway(0)
            ada.driver.get(ada.url + "/")
            wait(lambda: ada.find("input[type=email]"), "a form to log in")
            examine(f"log-in, {colours}")
            ada.screenshot(f"log-in-{colours}")
            ada.log_in("ada")
            ada.await_live()
            examine(f"table, {colours}")
            ada.screenshot(f"board-{colours}")
            ada.open(ticket)
            wait(lambda: "created the ticket" in ada.text(".history"), "the history")
            examine(f"ticket, {colours}")
            ada.screenshot(f"ticket-{colours}")
            ada.edit()
            examine(f"editor, {colours}")
            ada.screenshot(f"editor-{colours}")
            ada.keys(Keys.ESCAPE)
            ada.open(other)
            wait(lambda: ada.find(".lock-bar"), "the lock of another")
            examine(f"locked ticket, {colours}")
            ada.screenshot(f"locked-{colours}")
            ada.go("/?view=columns")
            examine(f"columns, {colours}")
            ada.screenshot(f"columns-{colours}")
            ada.keys("?")
            wait(lambda: ada.find("dialog"), "the list of keys")
            examine(f"keys, {colours}")
            ada.screenshot(f"keys-{colours}")
            ada.keys(Keys.ESCAPE)
            ada.go("/?q=nothing-is-called-this")
            examine(f"empty list, {colours}")
            ada.screenshot(f"empty-{colours}")
            ada.go("/?page=admin")
            wait(lambda: "Linus" in ada.text(".admin section:last-of-type"), "the users")
            wait(lambda: "Ada" in ada.text(".admin section:nth-of-type(2)"), "who is where")
            examine(f"administration, {colours}")
            ada.screenshot(f"administration-{colours}")
        ada.dark(False)
        client("linus").unlock(other)
        self.assertEqual({what: violations for what, violations in found.items() if violations}, {})
        measured("views without a violation that axe-core 4.12 knows (WCAG 2.2 AA and best practice)", len(found))

    def test_it_speaks_French_and_fits_a_phone(self):
        margaux = Agent(language="fr-FR", width=390, height=844, mobile=True)
        try:
            margaux.enter(cluster().gateway(2), "grace")
            self.assertEqual(margaux.script("return document.documentElement.lang"), "fr")
            self.assertIn("Tous", margaux.text(".chips-scope"))
            margaux.screenshot("phone-french")
            wide = margaux.script("return document.documentElement.scrollWidth > innerWidth")
            self.assertFalse(wide, "nothing is wider than the phone")
            ticket = client("linus").create(title=unique("Au téléphone"), status="closed")
            wait(lambda: margaux.row(ticket), "the ticket").click()
            wait(lambda: "Clos" in margaux.text(".ticket"), "the ticket")
            wait(lambda: "billet créé" in margaux.text(".history"), "the history")
            margaux.screenshot("phone-ticket-french")
            margaux.size(1440, 900)
            margaux.go("/")
            margaux.screenshot("board-french")
        finally:
            margaux.quit()
