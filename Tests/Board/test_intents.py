"""Commands whose answer is lost: what was sent once is carried out once, across reloads, crashes, tabs and users."""

from agents import Keys, wait
from relay import Relay
from servers import Client, unique
from stage import BoardTest, agent, client, cluster


class IntentTest(BoardTest):
    def setUp(self):
        self.relay = Relay(cluster().gateway(0))
        self.addCleanup(self.relay.stop)
        self.grace = agent("grace").enter(self.relay.url, "grace")
        self.api = client("linus")

    # The steps that the tests share.

    def made(self, word):
        """The tickets whose title holds a word."""
        return [each for each in self.api.ask("GET", "/api/tickets?sort=-number&limit=100")["tickets"] if word in each["title"]]

    def write(self, title):
        """Types a new ticket into the dialog."""
        self.grace.keys("c")
        wait(lambda: self.grace.find("dialog .title-input"), "the form").send_keys(title)

    def lose_the_answer_to_creation(self, title):
        """Creates a ticket whose answer does not arrive, and leaves the page."""
        self.write(title)
        self.relay.lose_answers()
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: len(self.made(title)) == 1, "the ticket in the store")
        self.assertTrue(self.grace.find("dialog .title-input"))

    def reload(self, path="/"):
        """Leaves the page while the answer is lost, and comes back when the road is mended."""
        self.grace.driver.get("about:blank")
        self.relay.mend()
        self.grace.go(path)

    def kept_draft(self, title):
        """Opens the dialog, and waits for the kept draft in it."""
        self.grace.keys("c")
        wait(lambda: self.grace.value("title") == title, "the kept draft")

    # Creating.

    def test_a_reload_after_a_lost_answer_creates_one_ticket(self):
        title = unique("Lost answer")
        self.lose_the_answer_to_creation(title)
        self.reload()
        self.grace.toast("no answer came")
        self.kept_draft(title)
        self.assertIn("only one ticket", self.grace.text("dialog .note"))
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
        self.assertEqual(len(self.made(title)), 1)
        self.grace.keys(Keys.ESCAPE, "c")
        wait(lambda: self.grace.value("title") == "", "an empty form")

    def test_a_crash_after_a_lost_answer_creates_one_ticket(self):
        title = unique("Crashed page")
        driver = self.grace.driver
        self.lose_the_answer_to_creation(title)
        crashed = driver.current_window_handle
        driver.switch_to.new_window("tab")
        self.addCleanup(lambda: self.close_others(driver.current_window_handle))
        rest = driver.current_window_handle
        targets = self.grace.cdp("Target.getTargets")["targetInfos"]
        target = next(each["targetId"] for each in targets if each["type"] == "page" and each["url"].startswith(self.relay.url))
        # A page that is closed so runs none of its own code any more.
        self.grace.cdp("Target.closeTarget", targetId=target)
        wait(lambda: crashed not in driver.window_handles, "the closed page")
        driver.switch_to.window(rest)
        self.relay.mend()
        self.grace.go("/")
        self.kept_draft(title)
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
        self.assertEqual(len(self.made(title)), 1)

    def test_a_draft_that_was_changed_after_a_lost_answer_becomes_a_change_of_its_ticket(self):
        title = unique("Changed later")
        self.lose_the_answer_to_creation(title)
        self.reload()
        self.kept_draft(title)
        self.grace.type("title", " indeed", replace=False)
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        made = self.made(title)
        self.grace.toast(f"Ticket #{made[0]['number']} was created before you changed this text")
        wait(lambda: self.grace.find(".editing .title-input"), "the editor")
        self.assertEqual(self.grace.value("title"), title + " indeed")
        self.grace.save()
        self.assertEqual([(each["title"], each["version"]) for each in self.made(title)], [(title + " indeed", 2)])

    def test_what_never_reached_the_server_is_created_once(self):
        title = unique("Never arrived")
        self.write(title)
        self.relay.cut()
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: "connection is back" in self.grace.text("dialog .actions"), "that it waits")
        self.assertEqual(self.made(title), [])
        self.reload()
        self.kept_draft(title)
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
        self.assertEqual(len(self.made(title)), 1)

    def test_two_tabs_create_one_ticket_of_one_draft(self):
        title = unique("Two tabs")
        first, second = self.two_tabs(lambda: self.write(title), lambda: self.kept_draft(title))
        self.relay.lose_answers()
        for tab in (first, second):
            self.grace.driver.switch_to.window(tab)
            self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: len(self.made(title)) > 0, "the ticket in the store")
        self.relay.mend()
        for tab in (first, second):
            self.grace.driver.switch_to.window(tab)
            wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
        self.assertEqual(len(self.made(title)), 1)

    def test_a_tab_that_changes_a_draft_another_tab_has_created_changes_that_ticket(self):
        title = unique("Changed in a tab")
        first, second = self.two_tabs(lambda: self.write(title), lambda: self.kept_draft(title))
        self.grace.driver.switch_to.window(first)
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
        self.grace.driver.switch_to.window(second)
        self.grace.type("title", " too", replace=False)
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        self.grace.toast("was created before you changed this text")
        wait(lambda: self.grace.value("title") == title + " too", "the editor")
        self.grace.save()
        self.assertEqual([(each["title"], each["version"]) for each in self.made(title)], [(title + " too", 2)])

    def test_two_tabs_that_write_two_tickets_keep_both_drafts(self):
        one, two = unique("One"), unique("Two")

        def open_dialog():
            self.grace.keys("c")
            wait(lambda: self.grace.find("dialog .title-input"), "the form")

        first, second = self.two_tabs(open_dialog, open_dialog)
        for tab, title in ((first, one), (second, two)):
            self.grace.driver.switch_to.window(tab)
            self.grace.type("title", title)
        self.close_others(second)
        self.grace.go("/")
        for title in (two, one):
            self.kept_draft(title)
            self.grace.keys((Keys.CONTROL, Keys.ENTER))
            wait(lambda: self.grace.text(".ticket-title") == title, "the ticket")
            self.grace.keys(Keys.ESCAPE)
        self.assertEqual([len(self.made(one)), len(self.made(two))], [1, 1])

    def two_tabs(self, begin, go_on):
        """Two tabs of the board: `begin` is done in the first, `go_on` in the second."""
        driver = self.grace.driver
        first = driver.current_window_handle
        begin()
        driver.switch_to.new_window("tab")
        second = driver.current_window_handle
        self.addCleanup(self.close_others, second)
        self.grace.go("/")
        go_on()
        return first, second

    def close_others(self, kept):
        """Closes all tabs but one."""
        driver = self.grace.driver
        for handle in driver.window_handles:
            if handle != kept:
                driver.switch_to.window(handle)
                driver.close()
        driver.switch_to.window(kept)

    # Saving.

    def lose_the_answer_to_a_save(self):
        """Saves a change whose answer does not arrive; the ticket."""
        ticket = self.api.create(title=unique("Lost save"), description="Before.")
        self.grace.open(ticket)
        self.grace.edit()
        self.grace.type("description", "After.")
        self.relay.lose_answers()
        self.grace.press("Save", ".editing")
        wait(lambda: self.api.ticket(ticket)["version"] == 2, "the change in the store")
        self.assertTrue(self.grace.find(".editing"))
        self.reload(f"/?ticket={ticket['number']}")
        wait(lambda: "not confirmed" in self.grace.text(".ticket .note"), "that the save was not confirmed")
        self.grace.press("Continue", ".ticket")
        wait(lambda: self.grace.value("description") == "After.", "what was typed")
        return ticket

    def test_a_save_whose_answer_was_lost_is_carried_out_once(self):
        ticket = self.lose_the_answer_to_a_save()
        self.grace.save()
        stands = self.api.ticket(ticket)
        self.assertEqual((stands["description"], stands["version"]), ("After.", 2))
        self.assertIsNone(self.grace.find(".ticket .note"))

    def test_a_change_after_a_save_whose_answer_was_lost_is_saved_on_top_of_it(self):
        ticket = self.lose_the_answer_to_a_save()
        self.grace.type("description", " And more.", replace=False)
        self.grace.save()
        stands = self.api.ticket(ticket)
        self.assertEqual((stands["description"], stands["version"]), ("After. And more.", 3))
        self.assertIsNone(self.grace.find(".conflict"))

    def test_a_change_that_takes_the_lost_save_back_is_saved(self):
        ticket = self.lose_the_answer_to_a_save()
        self.grace.type("description", "Before.")
        self.grace.save()
        stands = self.api.ticket(ticket)
        self.assertEqual((stands["description"], stands["version"]), ("Before.", 3))

    # Users.

    def test_drafts_of_one_user_are_not_shown_to_another_and_come_back(self):
        title = unique("Private draft")
        ticket = self.api.create(title=unique("Half edited"))
        self.grace.open(ticket)
        self.grace.edit()
        self.grace.type("description", "Of Grace alone.")
        self.grace.keys(Keys.ESCAPE)
        self.write(title)
        self.grace.press("Later", "dialog")
        self.switch_user("Grace Hopper", "linus")
        self.grace.open(ticket)
        self.assertIsNone(self.grace.find(".ticket .note"))
        self.assertNotIn("Draft", self.grace.row(ticket).text)
        self.grace.keys("c")
        self.assertEqual(wait(lambda: self.grace.find("dialog .title-input"), "the form").get_attribute("value"), "")
        self.grace.press("Later", "dialog")
        self.switch_user("Linus Torvalds", "grace")
        self.grace.open(ticket)
        self.assertIn("is not saved", self.grace.text(".ticket .note"))
        self.kept_draft(title)

    def switch_user(self, name, other):
        """Logs out, and another in."""
        self.grace.press(f"Account of {name}")
        self.grace.press("Log out")
        self.grace.log_in(other)
        self.grace.await_live()

    def test_what_waits_is_not_sent_in_the_name_of_another_user(self):
        title = unique("Whose ticket")
        self.write(title)
        self.relay.cut()
        self.grace.keys((Keys.CONTROL, Keys.ENTER))
        wait(lambda: "connection is back" in self.grace.text("dialog .actions"), "that it waits")
        # Somebody else logs in in another tab, as far as this one can tell.
        token = Client(cluster().gateway(0), "linus").token
        self.grace.cdp("Network.setCookie", name="billets_session", value=token, url=self.relay.url, httpOnly=True, sameSite="Strict")
        self.relay.mend()
        wait(lambda: self.grace.find("summary[aria-label='Account of Linus Torvalds']"), "the board of the other user")
        self.grace.await_live()
        self.assertEqual(self.made(title), [])
        self.grace.keys("c")
        self.assertEqual(wait(lambda: self.grace.find("dialog .title-input"), "the form").get_attribute("value"), "")
