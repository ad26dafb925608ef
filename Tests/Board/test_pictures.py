"""Pictures of a desk at work, for people to look at: only where LES_BILLETS_SCREENSHOTS says where to keep them."""

import os
import unittest

from agents import Agent, wait
from servers import Client, Single
from stage import BoardTest


@unittest.skipUnless(os.environ.get("LES_BILLETS_SCREENSHOTS"), "no pictures are wanted")
class PictureTest(BoardTest):
    def test_a_desk_at_work(self):
        server = Single(database=":memory:")
        ada = Agent(width=1200, height=680)
        try:
            people = {name: Client(server.url, name) for name in ("grace", "linus")}
            tickets = {each["number"]: each for each in people["grace"].ask("GET", "/api/tickets?limit=50")["tickets"]}
            me = next(each["id"] for each in people["grace"].ask("GET", "/api/assignees")["assignees"] if each["name"] == "Ada Lovelace")
            people["grace"].change(tickets[5], description="It stops for a minute, then goes on. The technician comes on Tuesday at 9.\n\n"
                                   "Guests of the second floor were told; the stairs are signposted.")
            people["linus"].change(tickets[5], assignee=me, priority="high")
            people["grace"].change(tickets[5], priority="urgent", status="open")
            people["linus"].change(tickets[7], status="blocked")
            people["grace"].lock(tickets[8])
            people["linus"].lock(tickets[3])
            ada.enter(server.url, "ada")
            for dark in (False, True):
                ada.dark(dark)
                ada.go("/?sort=-priority&ticket=5")
                wait(lambda: "created the ticket" in ada.text(".history"), "the history")
                ada.script("document.activeElement.blur()")
                ada.screenshot("desk-dark" if dark else "desk-light")
        finally:
            ada.quit()
            server.stop()
