"""What goes wrong around an open editor: nothing that was typed is lost."""

import signal
import time
import urllib.error

from agents import Keys, wait
from servers import Client, Single, unique
from stage import BoardTest, agent, client, cluster, hasty_cluster, measured


class FaultTest(BoardTest):
    def test_a_gateway_is_killed_under_an_open_editor_and_another_goes_on(self):
        grace = agent("grace").enter(cluster().url, "grace")
        ticket = client("linus").create(title=unique("Killed gateway"))
        grace.open(ticket)
        grace.edit()
        grace.type("description", "Typed before.")
        node = grace.node()
        grace.script("""
            const sign = document.querySelector(".connection");
            const before = sign.title;
            new MutationObserver(() => {
              if (sign.dataset.state === "live" && sign.title && sign.title !== before) window.backAt ??= Date.now();
            }).observe(sign, { attributes: true });""")
        killed = time.time() * 1000
        cluster().signal_gateway(node, signal.SIGKILL)
        grace.type("description", " And after.", replace=False)
        wait(lambda: grace.node() != node and grace.connection() == "live", "another gateway")
        back = wait(lambda: grace.script("return window.backAt ?? null"), "the time of it")
        measured("gateway killed under an open editor: live on another one after", f"{back - killed:.0f} ms")
        self.assertEqual(grace.value("description"), "Typed before. And after.")
        grace.save()
        stands = client("linus").ticket(ticket)
        self.assertEqual((stands["description"], stands["version"]), ("Typed before. And after.", 2))

    def test_a_gateway_that_is_about_to_stop_lets_its_browsers_go(self):
        grace = agent("grace").enter(cluster().url, "grace")
        node = grace.node()
        cluster().signal_gateway(node, signal.SIGTERM)
        wait(lambda: grace.node() != node and grace.connection() == "live", "another gateway")
        ticket = client("linus").create(title=unique("After the move"))
        wait(lambda: grace.row(ticket), "what happened after the move")

    def test_a_dead_server_costs_no_word(self):
        server = Single()
        try:
            grace = agent("grace").enter(server.url, "grace")
            ticket = Client(server.url, "linus").create(title=unique("Dead server"))
            grace.open(ticket)
            grace.edit()
            grace.type("description", "Typed before.")
            server.kill()
            wait(lambda: grace.connection() in ("waiting", "connecting"), "that the connection is lost")
            wait(lambda: "Reconnecting in" in grace.text(".connection"), "in how many seconds it is tried again")
            grace.type("description", " And while it was dead.", replace=False)
            grace.press("Save", ".editing")
            wait(lambda: "when the connection is back" in grace.text(".editing .actions"), "that the save waits")
            again = server.again()
            try:
                wait(lambda: grace.find(".reading"), "the saved ticket")
                stands = Client(again.url, "linus").ticket(ticket)
                self.assertEqual(stands["description"], "Typed before. And while it was dead.")
                wait(lambda: Client(again.url, "linus").ticket(ticket)["lock"] is None, "the lock given back")
            finally:
                again.stop()
        finally:
            server.stop()

    def test_drafts_survive_a_reload_and_a_log_out(self):
        grace = agent("grace").enter(cluster().gateway(1), "grace")
        ticket = client("linus").create(title=unique("Draft"))
        grace.open(ticket)
        grace.edit()
        grace.type("description", "Not saved yet.")
        grace.driver.refresh()
        grace.await_live()
        wait(lambda: "is not saved" in grace.text(".ticket .note"), "the draft")
        wait(lambda: client("linus").ticket(ticket)["lock"] is None, "the lock given back by the page that went")
        grace.press("Account of Grace Hopper")
        grace.press("Log out")
        grace.log_in("grace")
        grace.await_live()
        grace.open(ticket)
        grace.press("Continue", ".ticket")
        wait(lambda: grace.value("description") == "Not saved yet.", "what was typed")
        grace.save()
        self.assertEqual(client("linus").ticket(ticket)["description"], "Not saved yet.")
        self.assertIsNone(grace.find(".ticket .note"))

    def test_a_log_out_elsewhere_asks_to_log_in_again_and_keeps_the_text(self):
        grace = agent("grace").enter(cluster().gateway(1), "grace")
        ticket = client("linus").create(title=unique("Log-out elsewhere"))
        grace.open(ticket)
        grace.edit()
        grace.type("description", "Typed in a session that ends.")
        token = grace.driver.get_cookie("billets_session")["value"]
        Client(cluster().gateway(2), token=token).ask("DELETE", "/api/session")
        wait(lambda: "Your session has ended" in grace.text("dialog"), "that the session has ended")
        grace.screenshot("session-ended-light")
        grace.log_in("grace")
        wait(lambda: grace.connection() == "live" and not grace.find("dialog"), "the board again")
        self.assertEqual(grace.value("description"), "Typed in a session that ends.")
        grace.save()
        self.assertEqual(client("linus").ticket(ticket)["description"], "Typed in a session that ends.")


class HastyTest(BoardTest):
    def setUp(self):
        self.url = hasty_cluster().url
        self.linus = Client(self.url, "linus")
        self.grace = agent("grace").enter(self.url, "grace")

    def test_an_open_editor_renews_its_lock_silently(self):
        ticket = self.linus.create(title=unique("Renewed"))
        self.grace.open(ticket)
        self.grace.edit()
        first = wait(lambda: self.linus.ticket(ticket)["lock"], "the lock")
        wait(lambda: self.linus.ticket(ticket)["lock"]["since"] == first["since"]
             and self.linus.ticket(ticket)["lock"]["expiresAt"] > first["expiresAt"], "the renewed lock")
        second = self.linus.ticket(ticket)["lock"]["expiresAt"]
        wait(lambda: (self.linus.ticket(ticket)["lock"] or first)["expiresAt"] > second, "the lock, renewed again")
        self.assertEqual(self.linus.ticket(ticket)["lock"]["since"], first["since"])
        self.grace.keys(Keys.ESCAPE)
        wait(lambda: self.linus.ticket(ticket)["lock"] is None, "the lock given back")

    def test_a_lock_that_expires_is_free_for_whoever_waited(self):
        ticket = self.linus.create(title=unique("Expires"))
        self.linus.lock(ticket)
        self.grace.open(ticket)
        self.grace.press("Tell me when it is free", ".lock-bar")
        self.grace.toast(f"Ticket #{ticket['number']} is free")
        self.grace.edit()
        self.assertEqual(self.linus.ticket(ticket)["lock"]["by"]["name"], "Grace Hopper")
        self.grace.keys(Keys.ESCAPE)

    def test_a_lock_that_was_lost_to_another_leaves_the_text(self):
        ticket = self.linus.create(title=unique("Lost"))
        self.grace.open(ticket)
        self.grace.edit()
        self.grace.type("description", "Typed under a lock that is lost.")
        # A laptop that loses its network: the lock runs out meanwhile, and somebody else takes it.
        self.grace.cdp("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
        self.grace.script("dispatchEvent(new Event('offline'))")
        wait(lambda: self.grace.connection() in ("waiting", "offline", "connecting"), "that the connection is lost")
        wait(lambda: self.linus.ticket(ticket)["lock"] is None, "the end of the lock")
        self.linus.lock(ticket)
        self.grace.cdp("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        self.grace.script("dispatchEvent(new Event('online'))")
        wait(lambda: "Linus Torvalds has the lock" in self.grace.text(".note.trouble"), "who has the lock now")
        self.assertEqual(self.grace.value("description"), "Typed under a lock that is lost.")
        self.assertTrue(self.grace.find(".description-input").get_property("readOnly"))
        self.linus.unlock(ticket)
        self.grace.press("Take the lock again", ".note.trouble")
        wait(lambda: self.linus.ticket(ticket)["lock"] is not None, "the lock")
        self.grace.save()
        self.assertEqual(self.linus.ticket(ticket)["description"], "Typed under a lock that is lost.")

    def test_the_board_is_read_only_while_the_store_is_away(self):
        ticket = self.linus.create(title=unique("Store away"))
        self.grace.open(ticket)
        self.grace.edit()
        self.grace.type("description", "Saved when the store is back.")
        hasty_cluster().signal_store(signal.SIGSTOP)
        try:
            self.grace.press("Save", ".editing")
            wait(lambda: self.grace.connection() == "readOnly", "that the store is away")
            wait(lambda: "when the store is back" in self.grace.text(".editing .actions"), "that the save waits")
            self.grace.screenshot("read-only-light")
        finally:
            hasty_cluster().signal_store(signal.SIGCONT)
        wait(lambda: self.grace.find(".reading"), "the saved ticket")

        def saved():
            try:
                return self.linus.ticket(ticket)["description"] == "Saved when the store is back."
            except urllib.error.HTTPError:
                return False
        wait(saved, "what was saved")
        wait(lambda: self.grace.connection() == "live", "a live board")

    def test_a_board_that_is_opened_while_the_store_is_away_comes_when_it_is_back(self):
        hasty_cluster().signal_store(signal.SIGSTOP)
        try:
            self.grace.driver.get(self.url + "/")
            wait(lambda: self.grace.connection() == "readOnly" or "store is away" in self.grace.text("main"), "that the store is away")
        finally:
            hasty_cluster().signal_store(signal.SIGCONT)
        self.grace.await_live()
