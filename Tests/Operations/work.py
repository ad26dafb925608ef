"""What the tests share: clients that follow the board and write to it while something is done to its gateways."""

import time
import unittest

from followers import Follower, Writer, ask, log_in
from project import wait

FOLLOWERS = 12
# How many tickets are made after something was done, to show that all goes on.
TICKETS_AFTER = 20


class WorkTest(unittest.TestCase):
    """A test whose name is its sentence; who inherits says where the balancer is, and how many gateways there are."""

    def __str__(self):
        return f"{type(self).__name__}: {self._testMethodName.removeprefix('test_').replace('_', ' ')}"

    def shortDescription(self):
        return None

    def url(self):
        """Where clients come in."""
        raise NotImplementedError

    def gateways(self):
        """How many gateways are well."""
        raise NotImplementedError

    def setUp(self):
        self.all_followers = []
        self.addCleanup(lambda: [each.end() for each in self.all_followers])

    def followers(self):
        """Clients, on every gateway that there is."""
        token = log_in(self.url())
        count = self.gateways()
        followers = []

        def on_every_gateway():
            for _ in range(FOLLOWERS - len(followers) if len(followers) < FOLLOWERS else 1):
                followers.append(Follower(self.url(), token))
                self.all_followers.append(followers[-1])
            for each in followers:
                each.await_live()
            return len({each.node for each in followers}) == count and followers
        return wait(on_every_gateway, f"clients on {count} gateways"), token

    def under_work(self, what, drill):
        """Carries something out while clients write and follow: nobody misses anything."""
        first, token = self.followers()
        writer = Writer(self.url(), token)
        start = time.monotonic()
        drill()
        seconds = time.monotonic() - start
        count = len(writer.accepted)
        wait(lambda: writer.failure or len(writer.accepted) >= count + TICKETS_AFTER, "tickets that are made afterwards", 60)
        made = writer.end()
        followers = self.all_followers
        last = ask(self.url(), "GET", "/api/tickets?limit=1", token=token)["revision"]
        # Whoever answered that may be behind the gateway that made the last ticket; so the tickets are waited for, too.
        wait(lambda: all(each.violations or (each.revision >= last and (each not in first or made <= each.created))
                         for each in followers), f"everybody at revision {last}, and told of every ticket", 60)
        self.assertEqual([each.violations for each in followers if each.violations], [])
        self.assertGreater(len(made), 0)
        print(f"   {what}: {seconds:.1f} s, {len(made)} tickets made, {len(followers)} clients, "
              f"{sum(each.reconnects for each in followers)} reconnects, {writer.repeats} requests sent again, "
              f"longest without a gateway {max(each.unserved for each in followers):.2f} s, nothing lost", flush=True)

    def put_back(self, backup, restore):
        """Makes a backup and puts it back while clients follow: they get the board that it holds, by themselves."""
        followers, token = self.followers()
        kept = ask(self.url(), "POST", "/api/tickets", {"title": "Before the backup"}, token)["id"]
        backup()
        lost = ask(self.url(), "POST", "/api/tickets", {"title": "After the backup"}, token)["id"]
        epochs = {each.epoch for each in followers}
        restore()
        wait(lambda: all(each.snapshots and each.epoch not in epochs for each in followers), "the restored board at every client", 60)
        self.assertEqual([each.violations for each in followers if each.violations], [])
        found = {each["id"] for each in ask(self.url(), "GET", "/api/tickets?limit=200&sort=-number", token=token)["tickets"]}
        self.assertIn(kept, found)
        self.assertNotIn(lost, found)
