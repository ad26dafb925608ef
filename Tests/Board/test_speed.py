"""How much is loaded, how soon it is there, and 20,000 tickets."""

import json
import os
import uuid

import websocket

from agents import Agent, wait
from servers import Client, Single
from stage import BoardTest, cluster, measured

# The bound on everything that a first visit loads, in bytes as they come over the wire.
FIRST_LOAD_BYTES_MAXIMUM = 100 * 1024

TICKETS = int(os.environ.get("LES_BILLETS_BOARD_TICKETS", "20000"))

# How many commands wait for their answer at once.
WINDOW = 400


class SpeedTest(BoardTest):
    def test_a_first_visit_loads_little_from_here_alone_and_is_soon_there(self):
        newcomer = Agent()
        try:
            url = cluster().gateway(0)
            newcomer.network()
            newcomer.enter(url, "ada")
            events = newcomer.network()
            addresses = {parameters["requestId"]: parameters["request"]["url"]
                         for method, parameters in events if method == "Network.requestWillBeSent"}
            own = {request for request, address in addresses.items() if address.startswith(url)}
            foreign = [address for address in addresses.values()
                       if not address.startswith((url, "about:", "data:", "chrome"))]
            self.assertEqual(foreign, [])
            sizes = [parameters["encodedDataLength"] for method, parameters in events
                     if method == "Network.loadingFinished" and parameters["requestId"] in own]
            self.assertGreater(len(sizes), 10)
            self.assertLess(sum(sizes), FIRST_LOAD_BYTES_MAXIMUM)
            measured("bytes over the wire of a first visit, with log-in, headers and all", f"{sum(sizes):,} in {len(sizes)} requests")
            policies = [parameters["response"]["headers"] for method, parameters in events
                        if method == "Network.responseReceived" and parameters["response"]["url"] == url + "/"]
            policy = {name.lower(): value for name, value in policies[0].items()}["content-security-policy"]
            for part in ("default-src 'none'", "script-src 'self';", "style-src 'self';", "require-trusted-types-for 'script'"):
                self.assertIn(part, policy)
            self.expect_quiet(newcomer)
        finally:
            newcomer.quit()

    def test_a_cold_load_is_soon_live(self):
        ada = Agent()
        try:
            ada.enter(cluster().gateway(0), "ada")
            paints, lives = [], []
            for _ in range(5):
                ada.cdp("Network.clearBrowserCache")
                ada.go("/")
                paint, live = ada.script("""
                    const paint = performance.getEntriesByName("first-contentful-paint")[0];
                    return [paint?.startTime ?? null, performance.getEntriesByName("board-live")[0].startTime]""")
                if paint is not None:
                    paints.append(paint)
                lives.append(live)
            measured("first contentful paint, cold cache, median of 5", f"{sorted(paints)[len(paints) // 2]:.0f} ms" if paints else "none")
            measured("live board, cold cache, median of 5", f"{sorted(lives)[len(lives) // 2]:.0f} ms")
            ada.go("/")
            ada.network()
            ada.go("/")
            loaded = [parameters["encodedDataLength"] for method, parameters in ada.network() if method == "Network.loadingFinished"]
            measured("bytes over the wire of a second visit, without the socket", f"{sum(loaded):,}")
        finally:
            ada.quit()

    def test_twenty_thousand_tickets_scroll_and_are_found(self):
        server = Single(database=":memory:")
        ada = Agent()
        try:
            self.fill(server)
            ada.enter(server.url, "ada", "/?sort=-number")
            wait(lambda: ada.script("return Number(document.querySelector('.grid').ariaRowCount ?? document.querySelector('.grid').getAttribute('aria-rowcount'))") > TICKETS, "all tickets")
            ada.go("/?sort=-number")
            live = ada.script("return performance.getEntriesByName('board-live')[0].startTime")
            measured(f"live board with {TICKETS:,} tickets (debug build of the server)", f"{live:.0f} ms")
            frames = ada.driver.execute_async_script("""
                const done = arguments[arguments.length - 1];
                const scroller = document.querySelector(".scroller");
                const frames = [];
                let last = performance.now(), most = 0;
                const step = () => {
                  const now = performance.now();
                  frames.push(now - last);
                  last = now;
                  most = Math.max(most, document.querySelectorAll(".space [data-id]").length);
                  scroller.scrollTop += scroller.scrollHeight / 180;
                  if (frames.length < 200) requestAnimationFrame(step);
                  else done({ frames: frames.slice(1), most, end: scroller.scrollTop + scroller.clientHeight, height: scroller.scrollHeight });
                };
                requestAnimationFrame(step);""")
            times = sorted(frames["frames"])
            measured(f"scrolling through {TICKETS:,} tickets: frame time, median and 95 %",
                     f"{times[len(times) // 2]:.1f} ms, {times[len(times) * 95 // 100]:.1f} ms")
            self.assertLess(frames["most"], 120, "only what can be seen is in the document")
            self.assertAlmostEqual(frames["end"], frames["height"], delta=2)
            wait(lambda: "#1" in ada.script("return [...document.querySelectorAll('.space .number')].map((e) => e.textContent)"), "the last row")
            number = TICKETS // 2
            ada.script("""
                const field = document.querySelector(".search-field");
                window.typedAt = performance.now();
                new MutationObserver((_, observer) => {
                  if (document.querySelector(".grid").getAttribute("aria-rowcount") !== "2") return;
                  observer.disconnect();
                  window.foundAt = performance.now();
                }).observe(document.querySelector(".grid"), { attributes: true });
                field.value = arguments[0];
                field.dispatchEvent(new Event("input"));""", f"bulk-{number}-ticket")
            found = wait(lambda: ada.script("return (window.foundAt ?? 0) - window.typedAt > 0 ? foundAt - typedAt : null"), "the one that was searched")
            measured(f"search through {TICKETS:,} tickets, from the last letter to the list, the first time", f"{found:.0f} ms")
        finally:
            ada.quit()
            server.stop()

    def fill(self, server):
        """Makes the tickets, many at a time."""
        token = Client(server.url, "linus").token
        socket = websocket.create_connection(server.url.replace("http", "ws") + "/ws", header=[f"Authorization: Bearer {token}"])
        try:
            socket.recv()
            waiting = 0
            for number in range(TICKETS):
                ticket = {"title": f"bulk-{number}-ticket: the lamp in room {number} flickers",
                          "description": f"Reported by the guest of room {number}.",
                          "status": ("open", "blocked", "closed")[number % 3], "priority": ("low", "normal", "high", "urgent")[number % 4]}
                socket.send(json.dumps({"type": "CreateTicket", "requestId": str(uuid.uuid4()), "ticket": ticket}))
                waiting += 1
                while waiting >= WINDOW:
                    waiting -= self.answered(socket)
            while waiting > 0:
                waiting -= self.answered(socket)
        finally:
            socket.close()

    def answered(self, socket):
        """Reads one answer."""
        message = json.loads(socket.recv())
        self.assertEqual(message["type"], "Accepted", message)
        return 1
