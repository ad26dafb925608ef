"""Real servers for the tests of the board: a cluster, and a single process. Nothing of them outlives the test."""

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

# How long anything that a test waits for may take, in seconds. A bound, not an expectation.
PATIENCE = 60

# How often a condition is looked at, in seconds.
LOOK = 0.02

PASSWORD = "demo-password"


def wait(condition, what):
    """Waits until `condition` answers something true, and answers it."""
    end = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not in {PATIENCE} s: {what}")
        time.sleep(LOOK)


def is_ready(url):
    """Whether a gateway is there and ready."""
    try:
        Client(url).ask("GET", "/readyz")
        return True
    except OSError:
        return False


class Process:
    """A `les-billets` that dies with the process that runs the tests."""

    def __init__(self, arguments, environment=None):
        self.folder = tempfile.TemporaryDirectory(prefix="les-billets-board-")
        self.log = open(os.path.join(self.folder.name, "log"), "wb")
        program = os.environ["LES_BILLETS_PROGRAM"]
        command = ["setpriv", "--pdeathsig", "KILL", "--", program]
        command += [part.replace("FOLDER", self.folder.name) for part in arguments]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={"PATH": os.environ["PATH"], "TMPDIR": self.folder.name, **(environment or {})},
        )

    def line(self):
        """The next line that it prints."""
        line = self.process.stdout.readline()
        if not line:
            with open(self.log.name, encoding="utf-8", errors="replace") as log:
                raise AssertionError("the server ended; it said:\n" + log.read()[-4000:])
        return line.decode()

    def stop(self):
        """Ends it, and throws its folder away."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()


class Cluster(Process):
    """Gateways behind HAProxy, with the users and tickets of the demonstration."""

    def __init__(self, gateways=3, store="shared", lock_seconds=120):
        super().__init__(
            ["cluster", "--gateways", str(gateways), "--store", store, "--port", "0", "--demo", "--no-limits",
             "--directory", "FOLDER/data"],
            {"LES_BILLETS_LOCK_SECONDS": str(lock_seconds)},
        )
        self.status = json.loads(self.line())
        self.url = self.status["url"]
        # What it prints later is taken in, so that it never waits for us.
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.status = json.loads(line)

    def gateway(self, index):
        """The address of one gateway, once it is ready: a test before may have ended it."""
        url = self.status["gateways"][index]["url"]
        wait(lambda: is_ready(url), f"{url} is ready")
        return url

    def signal_gateway(self, node, number):
        """Sends a signal to the gateway of a name."""
        for member in self.status["gateways"]:
            if member["node"] == node:
                os.kill(member["pid"], number)
                return
        raise AssertionError(f"no gateway is called {node}")

    def signal_store(self, number):
        """Sends a signal to the store process."""
        os.kill(self.status["store"]["pid"], number)


class Single(Process):
    """Everything in one process, which can be killed and started again at the same address."""

    def __init__(self, *options, database="FOLDER/tickets.db", listen="127.0.0.1:0"):
        self.options = options
        super().__init__(["serve", "--demo", "--no-limits", "--database", database, "--listen", listen, *options])
        self.url = self.line().strip()
        self.database = database.replace("FOLDER", self.folder.name)

    def kill(self):
        """Kills it; its folder stays."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def again(self):
        """Another one, with the same database at the same address."""
        return Single(*self.options, database=self.database, listen=self.url.removeprefix("http://"))


class Client:
    """Somebody who uses the HTTP API, and no browser."""

    def __init__(self, url, name=None, token=None):
        self.url = url
        self.token = token
        if name:
            answer = self.ask("POST", "/api/session", {"email": f"{name}@example.com", "password": PASSWORD})
            self.token = answer["token"]

    def ask(self, method, path, body=None):
        """What a request is answered with; raises what is not 2xx."""
        request = urllib.request.Request(self.url + path, method=method)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        data = None
        if body is not None:
            request.add_header("Content-Type", "application/json")
            data = json.dumps(body).encode()
        with urllib.request.urlopen(request, data, timeout=PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def create(self, **ticket):
        """Makes a ticket."""
        return self.ask("POST", "/api/tickets", {"title": "Hoover is too loud", **ticket})

    def ticket(self, ticket):
        """The ticket as it stands."""
        return self.ask("GET", f"/api/tickets/{ticket['id']}")

    def change(self, ticket, **change):
        """Changes a ticket as it stands."""
        return self.ask("PATCH", f"/api/tickets/{ticket['id']}", {"version": self.ticket(ticket)["version"], **change})

    def lock(self, ticket):
        """Takes a lock."""
        return self.ask("PUT", f"/api/tickets/{ticket['id']}/lock")

    def unlock(self, ticket, force=False):
        """Gives a lock back, or takes it away."""
        return self.ask("DELETE", f"/api/tickets/{ticket['id']}/lock" + ("?force=true" if force else ""))


def unique(text):
    """A title that nothing else has."""
    return f"{text} {uuid.uuid4().hex[:6]}"


HTTPError = urllib.error.HTTPError
