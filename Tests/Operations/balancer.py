"""balancer.py [PROGRAM]: the configurations of HAProxy in deploy, each under a real HAProxy on loopback, with a server that says what it was sent.

With PROGRAM, the same of a cluster that PROGRAM starts, with real gateways.
"""

import contextlib
import http.client
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

from project import ROOT, free_port, wait

# The connections that an address may hold in these tests.
LIMIT = 8
# The bound on every wait for a byte, in seconds.
PATIENCE_SECONDS = 30
# The time limits of a request's head in these tests, in the place of the 10 s of the files: one that no test waits for, and one that a
# test does wait for.
HEAD_SECONDS, HEAD_SECONDS_SHORT = 60, 1
PROXY, CLIENT, STRANGER = "127.0.0.9", "127.0.0.1", "127.0.0.2"


class Witness(http.server.BaseHTTPRequestHandler):
    """A gateway that answers every request with what it was told about the client."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        told = {name: self.headers.get_all(name) or [] for name in ("X-Forwarded-For", "X-Forwarded-Proto")}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class WitnessServer(http.server.ThreadingHTTPServer):
    """Gateways whose balancer may end while it has connections to them."""

    def handle_error(self, *_):
        pass


def connect(port, source):
    """A connection to the balancer from an address of this machine; None if it was refused."""
    connection = socket.socket()
    connection.settimeout(PATIENCE_SECONDS)
    connection.bind((source, 0))
    # HAProxy may refuse a connection before `connect` has returned.
    try:
        connection.connect(("127.0.0.1", port))
    except ConnectionError:
        connection.close()
        return None
    return connection


def is_served(connection):
    """True if a request on the connection is answered."""
    try:
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: les-billets\r\n\r\n")
        return connection.recv(64).startswith(b"HTTP/1.1 ")
    except ConnectionError:
        return False


class Flood:
    """Connections from an address that idle after a request each: as many as are let in, of so many that try."""

    def __init__(self, port, source, count):
        self.connections = []
        for _ in range(count):
            connection = connect(port, source)
            # An answer shows that HAProxy has counted the connection.
            if connection and is_served(connection):
                self.connections.append(connection)
            elif connection:
                connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for each in self.connections:
            each.close()


def gets_in(port, source):
    """True if one more connection from an address is served."""
    with Flood(port, source, 1) as flood:
        return len(flood.connections) == 1


class Balancer(unittest.TestCase):
    """The tests of one file of deploy."""

    path = None
    uses_tls = False

    def __str__(self):
        return f"{self.path}: {self._testMethodName.removeprefix('test_').replace('_', ' ')}"

    @classmethod
    def setUpClass(cls):
        if cls.path is None:
            raise unittest.SkipTest("only what has a file is run")
        cls.resources = contextlib.ExitStack()
        cls.addClassCleanup(cls.resources.close)
        cls.folder = cls.resources.enter_context(tempfile.TemporaryDirectory(prefix="les-billets-balancer-"))
        witness = WitnessServer(("127.0.0.1", 0), Witness)
        threading.Thread(target=witness.serve_forever, daemon=True).start()
        cls.resources.callback(witness.server_close)
        cls.resources.callback(witness.shutdown)
        cls.witness = witness.server_address[1]
        cls.certificate = os.path.join(cls.folder, "les-billets.pem")
        if cls.uses_tls:
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                 "-out", cls.certificate, "-keyout", cls.certificate + ".key"], check=True, capture_output=True)

    def start(self, head_seconds=HEAD_SECONDS, **environment):
        """Starts HAProxy with the file, on ports of its own; answers the port for clients, and that for clear text."""
        with open(os.path.join(ROOT, self.path), encoding="utf-8") as file:
            text = file.read()
        ports = {}

        def bind(match):
            name = {"8404": "operations", "443": "tls", "8443": "tls"}.get(match[1], "clear")
            ports[name] = free_port()
            return f"bind 127.0.0.1:{ports[name]}"
        # The ports of this machine, and its gateway, take the places of those that the file names.
        text = re.sub(r"bind (?:127\.0\.0\.1)?:(\d+)", bind, text)
        text = text.replace("/etc/haproxy/les-billets.pem", self.certificate)
        text = re.sub(r"^    (?:user|group) haproxy\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"^    server gateway-8082 .*\n", "", text, flags=re.MULTILINE)
        text, count = re.subn(r"^    server(?:-template gateway 1-20|\s\S+) (?:gateways:8080|127\.0\.0\.1:8081)$",
                              f"    server gateway 127.0.0.1:{self.witness} no-check", text, flags=re.MULTILINE)
        self.assertEqual(count, 2)
        text, count = re.subn("timeout http-request 10s", f"timeout http-request {head_seconds}s", text)
        self.assertEqual(count, 1)
        path = os.path.join(self.folder, "haproxy.cfg")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        variables = {"PATH": os.environ["PATH"], "LES_BILLETS_TLS_PORT": "8443", **environment}
        said = open(os.path.join(self.folder, "said"), "w+", encoding="utf-8")
        self.addCleanup(said.close)
        process = subprocess.Popen(["haproxy", "-db", "-f", path], env=variables, stdout=said, stderr=said)
        self.addCleanup(process.wait, PATIENCE_SECONDS)
        self.addCleanup(process.kill)
        door = ports["tls" if self.uses_tls else "clear"]

        def listens():
            said.seek(0)
            self.assertIsNone(process.poll(), said.read())
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", door)) == 0
        wait(listens, "a listening HAProxy", PATIENCE_SECONDS)
        return door, ports["clear"]

    def open(self, door, source):
        """An HTTP connection to the balancer from an address of this machine."""
        if self.uses_tls:
            context = ssl.create_default_context(cafile=self.certificate)
            context.check_hostname = False
            connection = http.client.HTTPSConnection(
                "127.0.0.1", door, timeout=PATIENCE_SECONDS, source_address=(source, 0), context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", door, timeout=PATIENCE_SECONDS, source_address=(source, 0))
        self.addCleanup(connection.close)
        return connection

    def ask(self, connection, *headers):
        """What a gateway is told of a request with these header fields."""
        connection.putrequest("GET", "/readyz")
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as answer:
            return json.loads(answer.read())

    def client(self, door, source, *lines):
        """The one address that a gateway sees, of a request with these lines of X-Forwarded-For."""
        told = self.ask(self.open(door, source), *(("X-Forwarded-For", line) for line in lines))["X-Forwarded-For"]
        self.assertEqual(len(told), 1)
        return told[0]

    def test_an_address_holds_no_more_connections_than_it_may_and_others_get_in(self):
        _, clear = self.start(LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS=str(LIMIT))
        with Flood(clear, CLIENT, LIMIT * 3) as flood:
            self.assertEqual(len(flood.connections), LIMIT)
            # For an IPv4 address, its neighbour is another client.
            self.assertTrue(gets_in(clear, STRANGER))
        # Closed connections no longer count.
        wait(lambda: gets_in(clear, CLIENT), "room for the address", PATIENCE_SECONDS)

    def test_the_limit_counts_both_doors_together(self):
        door, clear = self.start(LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS=str(LIMIT))
        if not self.uses_tls:
            self.skipTest("there is one door")
        with Flood(clear, CLIENT, LIMIT) as flood:
            self.assertEqual(len(flood.connections), LIMIT)
            with self.assertRaises(OSError):
                self.ask(self.open(door, CLIENT))
            self.ask(self.open(door, STRANGER))

    def test_without_limits_an_address_holds_as_many_as_it_likes(self):
        for variables in ({"LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS": "unlimited"},
                          {"LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS": str(LIMIT), "LES_BILLETS_NO_LIMITS": "YES"}):
            with self.subTest(variables):
                _, clear = self.start(**variables)
                with Flood(clear, CLIENT, LIMIT * 3) as flood:
                    self.assertEqual(len(flood.connections), LIMIT * 3)

    def test_a_trusted_proxy_is_not_limited(self):
        _, clear = self.start(LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS=str(LIMIT), LES_BILLETS_PROXIES=f"10.0.0.0/8 {PROXY}")
        with Flood(clear, PROXY, LIMIT * 3) as flood:
            self.assertEqual(len(flood.connections), LIMIT * 3)

    def test_a_limit_that_is_no_number_is_refused_at_start(self):
        path = os.path.join(ROOT, self.path)
        done = subprocess.run(
            ["haproxy", "-c", "-f", path], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS": "many"})
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("many", done.stdout)

    def test_a_connection_that_sends_nothing_is_closed(self):
        _, clear = self.start(HEAD_SECONDS_SHORT)
        with contextlib.closing(connect(clear, CLIENT)) as idle, contextlib.closing(connect(clear, CLIENT)) as slow:
            slow.sendall(b"GET /readyz HTTP/1.1\r\nHost: ")
            for each in (idle, slow):
                self.assertTrue(each.recv(64).startswith(b"HTTP/1.1 408 "))

    def test_what_a_client_says_of_its_address_is_dropped(self):
        door, _ = self.start(LES_BILLETS_PROXIES="10.0.0.0/8 172.16.0.0/12 192.168.0.0/16")
        for lines in ([], ["10.1.2.3"], ["192.0.2.1, 10.1.2.3"], ["192.0.2.1", "10.1.2.3"], ["nobody"]):
            self.assertEqual(self.client(door, CLIENT, *lines), CLIENT, lines)
        told = self.ask(self.open(door, CLIENT), ("X-Forwarded-Proto", "https"))["X-Forwarded-Proto"]
        self.assertEqual(told, ["https"] if self.uses_tls else [])

    def test_a_proxy_s_list_is_reduced_to_the_client(self):
        door, _ = self.start(LES_BILLETS_PROXIES=f"10.0.0.0/8 {PROXY} fd00::/8")
        for client, lines in (
            (PROXY, []),
            ("198.51.100.7", ["198.51.100.7"]),
            ("192.168.1.5", ["203.0.113.1, 192.168.1.5"]),
            ("198.51.100.7", ["203.0.113.1, 198.51.100.7, 10.1.2.3"]),
            ("198.51.100.7", ["203.0.113.1", "198.51.100.7", "10.1.2.3, 10.4.5.6"]),
            ("2001:db8::7", ["203.0.113.1, 2001:db8::7, fd00::1"]),
            ("198.51.100.7", ["198.51.100.7:4711"]),
            # All of them are proxies: the client is one, too.
            ("10.1.2.3", ["10.1.2.3"]),
            # Anybody may have written the part to the left of an invalid address.
            ("10.1.2.3", ["203.0.113.1, nobody, 10.1.2.3"]),
            (PROXY, ["203.0.113.1, nobody"]),
        ):
            self.assertEqual(self.client(door, PROXY, *lines), client, lines)

    def test_each_request_of_a_connection_has_a_client_of_its_own(self):
        door, _ = self.start(LES_BILLETS_PROXIES=PROXY)
        connection = self.open(door, PROXY)
        for client in ("198.51.100.7", "198.51.100.8"):
            self.assertEqual(self.ask(connection, ("X-Forwarded-For", client))["X-Forwarded-For"], [client])
        self.assertEqual(self.ask(connection)["X-Forwarded-For"], [PROXY])

    def test_with_TLS_clear_text_is_redirected_and_nothing_else(self):
        if not self.uses_tls:
            self.skipTest("this file has no TLS")
        _, clear = self.start()
        port = ":8443" if "compose" in self.path else ""
        for method, target, host in (("GET", "/docs?x=1", "desk.example.com:80"), ("POST", "/api/session", "desk.example.com"),
                                     ("GET", "/metrics", "desk.example.com")):
            connection = http.client.HTTPConnection("127.0.0.1", clear, timeout=PATIENCE_SECONDS)
            self.addCleanup(connection.close)
            connection.request(method, target, body=b"{}" if method == "POST" else None, headers={"Host": host})
            with connection.getresponse() as answer:
                self.assertEqual((answer.status, answer.headers["Location"]), (308, f"https://desk.example.com{port}{target}"))

    def test_with_TLS_it_does_not_start_without_its_certificate(self):
        if not self.uses_tls:
            self.skipTest("this file has no TLS")
        done = subprocess.run(["haproxy", "-c", "-f", os.path.join(ROOT, self.path)], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("les-billets.pem", done.stderr)


class Compose(Balancer):
    path = "deploy/compose/haproxy.cfg"


class ComposeTLS(Balancer):
    path = "deploy/compose/haproxy-tls.cfg"
    uses_tls = True


class Systemd(Balancer):
    path = "deploy/systemd/haproxy.cfg"


class SystemdTLS(Balancer):
    path = "deploy/systemd/haproxy-tls.cfg"
    uses_tls = True


class Cluster(unittest.TestCase):
    """The balancer of `les-billets cluster`, and real gateways behind it."""

    program = None

    def __str__(self):
        return f"cluster: {self._testMethodName.removeprefix('test_').replace('_', ' ')}"

    @classmethod
    def setUpClass(cls):
        if cls.program is None:
            raise unittest.SkipTest("no program was named")

    def start(self, *options, **environment):
        """Starts a cluster; answers the port for clients."""
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="les-billets-balancer-"))
        said = self.enterContext(open(os.path.join(folder, "said"), "w+", encoding="utf-8"))
        process = subprocess.Popen(
            [self.program, "cluster", "--directory", os.path.join(folder, "data"), "--gateways", "2", "--port", "0", "--demo", *options],
            env={"PATH": os.environ["PATH"], **environment}, stdout=subprocess.PIPE, stderr=said, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, PATIENCE_SECONDS)
        self.addCleanup(process.terminate)
        line = process.stdout.readline()
        said.seek(0)
        self.assertTrue(line, said.read())
        return int(json.loads(line)["url"].rsplit(":", 1)[1])

    def log_in(self, port, source, *forwarded):
        """The status of a log-in with a wrong password."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS, source_address=(source, 0))
        try:
            connection.putrequest("POST", "/api/session")
            for line in forwarded:
                connection.putheader("X-Forwarded-For", line)
            body = b'{"email":"nobody@example.com","password":"a wrong password"}'
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            with connection.getresponse() as answer:
                return answer.status
        finally:
            connection.close()

    def test_an_address_holds_no_more_connections_than_it_may_and_others_get_in(self):
        port = self.start(LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS=str(LIMIT))
        # The cluster itself asks over one connection, now and then.
        with Flood(port, CLIENT, LIMIT * 3) as flood:
            self.assertIn(len(flood.connections), (LIMIT - 1, LIMIT))
            self.assertTrue(gets_in(port, STRANGER))

    def test_without_limits_an_address_holds_as_many_as_it_likes(self):
        port = self.start("--no-limits", LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS=str(LIMIT))
        with Flood(port, CLIENT, LIMIT * 3) as flood:
            self.assertEqual(len(flood.connections), LIMIT * 3)

    def test_a_client_on_a_private_address_does_not_choose_its_address(self):
        port = self.start("--trusted-proxies", f"{PROXY},10.0.0.0/8", LES_BILLETS_LOG_IN_ATTEMPTS="2")
        # The limit of an account and an address, which fills up once a minute. First a client that is no proxy.
        answers = [self.log_in(port, CLIENT, f"198.51.100.{number}, 10.1.2.3") for number in range(4)]
        self.assertEqual(answers, [401, 401, 429, 429])
        # A client of the proxy, in a private network that no proxy is in.
        answers = [self.log_in(port, PROXY, f"198.51.100.{number}, 192.168.7.7") for number in range(4)]
        self.assertEqual(answers, [401, 401, 429, 429])
        self.assertEqual(self.log_in(port, PROXY, "192.168.7.8"), 401)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Cluster.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
