"""Two agents in two browsers on two gateways."""

from agents import ActionChains, Keys, wait
from servers import unique
from stage import BoardTest, agent, client, cluster, measured

# Says in the page when a condition of it came true, by the machine's clock, in milliseconds.
WATCH = """
    const [selector, done] = arguments;
    const look = () => document.querySelector(selector);
    const answer = () => { window.seenAt = performance.timeOrigin + performance.now(); };
    if (look()) answer();
    else new MutationObserver((_, observer) => { if (look()) { observer.disconnect(); answer(); } })
      .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
"""


class TogetherTest(BoardTest):
    def setUp(self):
        self.ada = agent("ada").enter(cluster().gateway(0), "ada")
        self.grace = agent("grace").enter(cluster().gateway(1), "grace")
        self.api = client("linus")

    def test_one_edits_and_the_other_sees_it_at_once(self):
        ticket = self.api.create(title=unique("Two agents"), description="Before.")
        self.ada.open(ticket)
        wait(lambda: self.grace.row(ticket), "the new ticket on Grace's board")
        chip = f".space [data-id='{ticket['id']}'] .lock-chip:not([hidden])"
        self.grace.script(WATCH, chip)
        edit = self.ada.find(".ticket .reading-actions button")
        pressed = self.ada.script("""
            arguments[0].addEventListener("click", () => (window.pressedAt = performance.timeOrigin + performance.now()),
                                          { capture: true, once: true });
            arguments[0].click();
            return window.pressedAt;""", edit)
        seen = wait(lambda: self.grace.script("return window.seenAt ?? null"), "the lock on Grace's board")
        measured("lock seen by the other agent, on another gateway, after the press on Edit", f"{seen - pressed:.0f} ms")
        self.assertIn("Ada Lovelace", self.grace.row(ticket).text)
        wait(lambda: self.ada.find(".editing .title-input"), "the form")

        title = unique("A better title")
        self.grace.script("delete window.seenAt")
        self.ada.type("title", title)
        self.ada.type("description", "After.")
        self.ada.save()
        wait(lambda: title in self.grace.titles(), "the new title on Grace's board")
        wait(lambda: self.api.ticket(ticket)["lock"] is None, "the lock given back")
        stands = self.api.ticket(ticket)
        self.assertEqual((stands["title"], stands["description"], stands["version"]), (title, "After.", 2))
        self.assertEqual(self.ada.focus(), "Edit")
        history = wait(lambda: self.ada.text(".events"), "the history")
        self.assertIn("You changed the ticket", history)
        self.assertIn(title, history)
        self.expect_quiet(self.ada, self.grace)

    def test_whose_lock_it_is_and_for_how_long_stands_there_and_the_end_is_told(self):
        ticket = self.api.create(title=unique("Locked by another"))
        self.api.lock(ticket)
        self.grace.open(ticket)
        self.assertRegex(self.grace.text(".lock-bar"), r"Linus Torvalds is editing · [12]:\d\d left")
        self.assertEqual(self.grace.find(".reading-actions button").get_attribute("aria-disabled"), "true")
        self.grace.keys("n")
        wait(lambda: "You will be told" in self.grace.text(".lock-bar"), "the promise to tell")
        self.api.unlock(ticket)
        toast = self.grace.toast(f"Ticket #{ticket['number']} is free")
        self.assertIn(f"#{ticket['number']} is free", self.grace.script(
            "return document.getElementById('announcer').textContent"))
        toast.find_element("css selector", "button").click()
        wait(lambda: self.grace.find(".editing .title-input"), "the form")
        self.assertEqual(self.api.ticket(ticket)["lock"]["by"]["name"], "Grace Hopper")
        self.grace.keys(Keys.ESCAPE)
        wait(lambda: self.api.ticket(ticket)["lock"] is None, "the lock given back on leaving")

    def test_a_save_that_meets_a_newer_version_shows_both_and_lets_the_agent_choose(self):
        ticket = self.api.create(title=unique("Conflict"), description="As it was.", priority="low")
        self.grace.open(ticket)
        self.grace.edit()
        self.grace.type("title", "Grace's title")
        self.grace.type("description", "Grace's description")
        admin = client("ada")
        admin.unlock(ticket, force=True)
        wait(lambda: "administrator took the lock" in self.grace.text(".note.trouble"), "that the lock was taken away")
        self.assertEqual(self.grace.value("description"), "Grace's description")
        admin.change(ticket, title="Ada's title", description="Ada's description", priority="urgent")
        self.grace.press("Save", ".editing")
        wait(lambda: self.grace.find(".conflict"), "both versions")
        shown = self.grace.text(".conflict")
        for text in ("Grace's title", "Ada's title", "Grace's description", "Ada's description", "Urgent", "Low"):
            self.assertIn(text, shown)
        self.grace.screenshot("conflict-light")
        self.assertEqual(self.api.ticket(ticket)["title"], "Ada's title", "nothing is saved before the choice")
        self.grace.click(".difference-title input[value=theirs]")
        self.grace.press("Save these", ".conflict")
        wait(lambda: self.grace.find(".reading"), "the saved ticket")
        stands = self.api.ticket(ticket)
        self.assertEqual((stands["title"], stands["description"], stands["priority"]),
                         ("Ada's title", "Grace's description", "urgent"))

    def test_rows_change_in_place_and_stay_under_the_pointer(self):
        text = unique("still")
        made = [self.api.create(title=f"{text} {letter}") for letter in "abc"]
        self.grace.go("/?q=" + text.replace(" ", "+"))
        self.assertEqual([title[-1] for title in self.grace.titles()], ["c", "b", "a"])
        ActionChains(self.grace.driver).move_to_element(self.grace.row(made[2])).move_by_offset(3, 1).perform()
        self.api.change(made[0], title=f"{text} A")
        wait(lambda: f"{text} A" in self.grace.titles(), "the new title")
        self.assertEqual([title[-1] for title in self.grace.titles()], ["c", "b", "A"])
        wait(lambda: self.grace.find(".pending"), "that the order has changed")
        ActionChains(self.grace.driver).move_to_element(self.grace.find(".brand")).perform()
        wait(lambda: [title[-1] for title in self.grace.titles()] == ["A", "c", "b"], "the new order")

    def test_the_focus_stays_while_others_change_the_board(self):
        ticket = self.api.create(title=unique("Focus"))
        other = self.api.create(title=unique("Other"))
        self.grace.open(ticket)
        self.grace.edit()
        self.grace.type("description", "abcdef")
        self.grace.keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
        for turn in range(5):
            self.api.change(other, title=unique(f"Other {turn}"))
        last = self.api.create(title=unique("Last"))
        wait(lambda: self.grace.row(last), "the newest ticket")
        self.grace.keys("X")
        self.assertEqual(self.grace.focus(), "description")
        self.assertEqual(self.grace.value("description"), "abcdXef")
        self.grace.keys(Keys.ESCAPE)

    def test_filters_count_and_the_URL_says_all(self):
        text = unique("url")
        me = next(each for each in self.api.ask("GET", "/api/assignees")["assignees"] if each["name"] == "Grace Hopper")
        for status, priority, assignee in (("open", "high", me["id"]), ("open", "low", None), ("closed", "high", None)):
            self.api.create(title=f"{text} {status} {priority}", status=status, priority=priority, assignee=assignee)
        word = text.split()[-1]
        self.grace.keys("/", word)
        wait(lambda: len(self.grace.titles()) == 3, "what was searched")
        self.assertIn("Mine\n1", self.grace.text(".chips-scope"))
        self.assertIn("Unassigned\n2", self.grace.text(".chips-scope"))
        self.assertIn("Open\n2", self.grace.text(".chips-status"))
        self.grace.click(".chips-status .chip[data-value=open]")
        self.grace.click(".chips-priority .chip[data-value=high]")
        wait(lambda: self.grace.titles() == [f"{text} open high"], "the filtered list")
        self.grace.click(".views button:last-child")
        address = self.grace.driver.current_url.split("/", 3)[3]
        self.assertEqual(address, f"?status=open&priority=high&q={word}&view=columns")
        self.ada.go("/" + address)
        self.assertEqual(self.ada.titles(), [f"{text} open high"])
        self.assertEqual(len(self.ada.all(".column")), 1)

    def test_a_ticket_that_is_made_is_there_for_everybody(self):
        title = unique("Made here")
        self.ada.keys("c")
        wait(lambda: self.ada.find("dialog .title-input"), "the form").send_keys(title)
        self.ada.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: title in self.grace.titles(), "the ticket on Grace's board")
        wait(lambda: self.ada.text(".ticket-title") == title, "the ticket, opened")
