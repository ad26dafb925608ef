"""Clients of the board that follow it through whatever is done to its gateways, and check what they are told."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid

import websocket

PASSWORD = "demo-password"
EVENTS = {"TicketCreated", "TicketUpdated", "TicketLocked", "TicketUnlocked"}
# How long a client goes on trying to come in, in seconds.
PERSISTENCE = 60


def ask(url, method, path, body=None, token=None, headers=None):
    """What a request is answered with, as JSON; raises what is not 2xx."""
    request = urllib.request.Request(url + path, method=method, headers=headers or {})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def log_in(url, name="ada", password=PASSWORD, domain="example.com"):
    """A session's token."""
    return ask(url, "POST", "/api/session", {"email": f"{name}@{domain}", "password": password})["token"]


class Follower:
    """One socket after the other, and every event of the board exactly once."""

    def __init__(self, url, token):
        self.url = url.replace("http", "ws", 1) + "/ws"
        self.token = token
        self.epoch = None
        self.revision = None
        self.node = None
        self.created = set()
        self.violations = []
        self.reconnects = 0
        self.snapshots = 0
        self.unserved = 0.0
        self._ended = threading.Event()
        self._live = threading.Event()
        self._socket = None
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def await_live(self):
        """Waits until it follows."""
        if not self._live.wait(PERSISTENCE):
            raise AssertionError(f"a client did not come in: {self.violations}")
        return self

    def end(self):
        """Closes the socket."""
        self._ended.set()
        if self._socket:
            self._socket.close()
        self._thread.join(30)

    def _follow(self):
        lost = None
        while not self._ended.is_set():
            try:
                self._socket = websocket.create_connection(
                    self.url, header=[f"Authorization: Bearer {self.token}"], timeout=30, enable_multithread=True)
                try:
                    self._serve(lost)
                finally:
                    self._socket.close()
                lost = time.monotonic()
            except (OSError, websocket.WebSocketException) as error:
                lost = lost or time.monotonic()
                if self._ended.is_set():
                    return
                if time.monotonic() - lost > PERSISTENCE:
                    self.violations.append(f"no gateway for {PERSISTENCE} s: {error}")
                    return
                time.sleep(random.uniform(0.05, 0.25))
            if self._live.is_set():
                self.reconnects += 1

    def _serve(self, lost):
        """Follows over one socket until it ends or its gateway does."""
        leave_at = None
        while not self._ended.is_set():
            try:
                text = self._socket.recv()
            except websocket.WebSocketTimeoutException:
                text = None
            except (OSError, websocket.WebSocketException):
                return
            if leave_at and time.monotonic() >= leave_at:
                self._socket.close()
                return
            if not text:
                if text == "":
                    return
                continue
            message = json.loads(text)
            kind = message["type"]
            if kind == "Welcome":
                self.node = message["node"]
                since = {"epoch": self.epoch or message["epoch"],
                         "revision": message["revision"] if self.revision is None else self.revision}
                self.epoch, self.revision = since["epoch"], since["revision"]
                self._socket.send(json.dumps({"type": "GetTickets", "since": since}))
            elif kind == "Resumed":
                self._came_in(lost)
            elif kind == "AllTickets":
                if self.epoch == message["epoch"]:
                    self.violations.append(f"a snapshot in place of what was missed, at {message['revision']}")
                self.snapshots += 1
                self.revision = message["revision"]
                if not message["more"]:
                    self.epoch = message["epoch"]
                    self._came_in(lost)
            elif kind == "Draining":
                # Some time within what was asked for; until then this socket serves.
                leave_at = time.monotonic() + random.uniform(0, message["reconnectAfterMs"] / 1000)
                self._socket.settimeout(max(0.05, leave_at - time.monotonic()))
            elif kind in EVENTS:
                if message["revision"] != self.revision + 1:
                    self.violations.append(f"after {self.revision} came {message['revision']} from {self.node}")
                self.revision = message["revision"]
                if kind == "TicketCreated":
                    self.created.add(message["ticket"]["id"])

    def _came_in(self, lost):
        if lost is not None:
            self.unserved = max(self.unserved, time.monotonic() - lost)
        self._live.set()


class Writer:
    """Somebody who makes tickets one after the other, and sends again what was not answered."""

    def __init__(self, url, token, pause=0.05):
        self.url, self.token, self.pause = url, token, pause
        self.accepted = set()
        self.repeats = 0
        self.failure = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def end(self):
        """Stops, and answers the tickets that were made."""
        self._ended.set()
        self._thread.join(PERSISTENCE + 30)
        if self.failure:
            raise AssertionError(self.failure)
        return self.accepted

    def _write(self):
        while not self._ended.is_set():
            key = {"Idempotency-Key": str(uuid.uuid4())}
            start = time.monotonic()
            while True:
                try:
                    ticket = ask(self.url, "POST", "/api/tickets", {"title": "Hoover is too loud"}, self.token, key)
                    self.accepted.add(ticket["id"])
                    break
                except (OSError, ValueError) as error:
                    if isinstance(error, urllib.error.HTTPError) and error.code not in (429, 502, 503, 504):
                        self.failure = f"a ticket was refused: {error} {error.read()[:300]}"
                        return
                    if time.monotonic() - start > PERSISTENCE:
                        self.failure = f"no ticket was made for {PERSISTENCE} s: {error}"
                        return
                    self.repeats += 1
                    time.sleep(0.1)
            time.sleep(self.pause)
