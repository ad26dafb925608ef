"""The board over plain http from another machine, where browsers give a page fewer features: no secure context."""

import os
import re

from agents import Agent, Keys, wait
from servers import unique
from stage import BoardTest, client, cluster

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "Sources", "BilletsBoard", "Page")

# The only module that may use what needs a secure context, each behind a check.
CHECKING_MODULE = "browser.js"

# A name that is not this machine's, for browsers that are told where it leads.
HOST = "desk.example"

# Features that are there without a secure context, and refuse whatever they are asked.
REFUSING = {"Notification", "PushManager", "Navigator.geolocation", "Navigator.share", "Navigator.canShare"}

# The interfaces that have one instance, and its name.
INSTANCES = {"Navigator": "navigator", "Crypto": "crypto", "Screen": "screen", "Document": "document"}

# All names of the page, those of members as "Interface.member".
NAMES = """
    const names = new Set();
    for (const name of Object.getOwnPropertyNames(window)) {
      names.add(name);
      const value = Object.getOwnPropertyDescriptor(window, name).value;
      if (typeof value !== "function") continue;
      for (const owner of [value, value.prototype ?? {}]) {
        for (const member of Object.getOwnPropertyNames(owner)) names.add(`${name}.${member}`);
      }
    }
    return [...names];"""


def code(source):
    """A module without comments and strings."""
    source = re.sub(r"/\*.*?\*/|^\s*//.*$", "", source, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', source)


def uses(source, names):
    """The features among `names` that a module uses."""
    source = code(source)
    found = set()
    for name in names:
        interface, _, member = name.rpartition(".")
        if interface in names:
            continue
        if interface == "":
            pattern = rf"(?<![\w.#$]){name}\b(?!\s*:)|\b(window|self|globalThis)\??\.{name}\b"
        elif interface in INSTANCES:
            pattern = rf"\b{INSTANCES[interface]}\s*\??\.\s*{member}\b"
        else:
            pattern = rf"\.\s*{member}\b"
        if re.search(pattern, source):
            found.add(name)
    # An object that is handed on as a whole, or taken apart, hides which features are used.
    for instance in ("navigator", "crypto"):
        if re.search(rf"(?<![\w.]){instance}\b(?!\s*\??\.\s*\w)", source):
            found.add(instance)
    return found


class InsecureTest(BoardTest):
    def setUp(self):
        self.grace = Agent(arguments=[f"--host-resolver-rules=MAP {HOST} 127.0.0.1"])
        self.addCleanup(self.grace.quit)
        self.local = cluster().gateway(0)
        self.remote = self.local.replace("127.0.0.1", HOST)

    def test_the_board_works_at_a_name_that_is_not_localhost(self):
        grace = self.grace.enter(self.remote, "grace")
        self.assertIs(grace.script("return isSecureContext"), False)
        title = unique("In clear text")
        grace.keys("c")
        wait(lambda: grace.find("dialog .title-input"), "the form").send_keys(title, Keys.CONTROL, Keys.ENTER)
        wait(lambda: grace.text(".ticket-title") == title, "the ticket")
        grace.edit()
        grace.type("description", "Saved in clear text.")
        grace.save()
        made = [each for each in client("linus").ask("GET", "/api/tickets?sort=-number")["tickets"] if each["title"] == title]
        self.assertEqual([each["description"] for each in made], ["Saved in clear text."])
        grace.edit()
        grace.type("description", "A draft.")
        grace.driver.refresh()
        grace.await_live()
        wait(lambda: "is not saved" in grace.text(".ticket .note"), "the draft")
        client("linus").change(made[0], title=title + " by another")
        wait(lambda: grace.text(".ticket-title") == title + " by another", "the change of another")
        grace.press("Account of Grace Hopper")
        grace.press("Log out")
        wait(lambda: grace.find("input[type=email]"), "a form to log in")
        # The browser itself says that it ignores this header here.
        complaints = [text for text in grace.console() if "401 (Unauthorized)" not in text and "Cross-Origin-Opener-Policy" not in text]
        self.assertEqual(complaints, [])

    def test_no_module_uses_what_needs_a_secure_context(self):
        names = []
        for url in (self.local, self.remote):
            self.grace.driver.get(url + "/")
            names.append(set(self.grace.script(NAMES)))
        secure = (names[0] - names[1]) | REFUSING
        # The list is the browser's own: it must hold what is known to belong there.
        self.assertLessEqual({"Crypto.randomUUID", "Crypto.subtle", "Navigator.clipboard", "Navigator.locks", "Navigator.storage",
                              "Navigator.serviceWorker", "Navigator.wakeLock", "cookieStore", "caches"}, secure)
        for source, feature in (("const id = crypto.randomUUID();", "Crypto.randomUUID"), ("navigator?.locks.request()", "Navigator.locks"),
                                ("new Notification(text)", "Notification"), ("const { locks } = navigator;", "navigator"),
                                ("await window.caches.open(name)", "caches")):
            self.assertIn(feature, uses(source, secure))
        used = {}
        for name in sorted(os.listdir(PAGE)):
            if name.endswith(".js") and name != CHECKING_MODULE:
                with open(os.path.join(PAGE, name), encoding="utf-8") as file:
                    used[name] = uses(file.read(), secure)
        self.assertGreater(len(used), 30)
        self.assertEqual({name: found for name, found in used.items() if found}, {})
