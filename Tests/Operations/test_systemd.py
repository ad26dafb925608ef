"""The units of deploy/systemd under a real systemd, which is process 1 of a container."""

import http.client
import os
import random
import subprocess

from project import ROOT, free_port, wait
from work import WorkTest

UNITS = ["les-billets-redis", "les-billets-store", "les-billets-gateway@8081", "les-billets-gateway@8082"]


class Systemd(WorkTest):
    """A machine on which the units were installed as deploy/README.md says."""

    @classmethod
    def setUpClass(cls):
        image = "les-billets-systemd:test"
        cls.name = f"les-billets-test-{random.randrange(16 ** 6):06x}"
        cls.port = free_port()
        network = os.environ.get("LES_BILLETS_BUILD_NETWORK", "default")
        cls.docker("build", "--quiet", "--network", network, "--tag", image,
                   "--build-arg", f"PROGRAM={os.environ['LES_BILLETS_IMAGE']}", os.path.join(ROOT, "Tests", "Operations", "systemd"))
        # systemd wants to manage control groups and mounts.
        cls.docker("run", "--detach", "--name", cls.name, "--privileged", "--tmpfs", "/run", "--tmpfs", "/run/lock", "--tmpfs", "/tmp",
                   "--publish", f"127.0.0.1:{cls.port}:80", image)
        cls.addClassCleanup(lambda: cls.docker("rm", "--force", "--volumes", cls.name))
        wait(lambda: cls.inside("systemctl", "is-system-running", check=False).strip() == "running", "a running systemd", 60)
        # Outside of containers systemd does this itself; without it, units do not see their credentials.
        cls.inside("mount", "--make-rshared", "/")
        cls.inside("mkdir", "--parents", "/src/.build/share")
        for path in ("deploy", "migrations", ".build/share/swagger-ui"):
            if os.path.exists(os.path.join(ROOT, path)):
                cls.docker("cp", os.path.join(ROOT, path), f"{cls.name}:/src/{path}")
        cls.inside("/src/deploy/systemd/install", "--clear-text", "/opt/les-billets")
        cls.inside("systemctl", "enable", "--now", *UNITS)
        cls.inside("/src/deploy/systemd/admin", "migrate", "--demo", "--public-demo")
        cls.inside("systemctl", "unmask", "haproxy")
        cls.inside("systemctl", "restart", "haproxy")

    @classmethod
    def docker(cls, *arguments, check=True):
        done = subprocess.run(("docker", *arguments), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
        if check and done.returncode != 0:
            raise AssertionError(f"docker {' '.join(arguments)}: status {done.returncode}\n{done.stdout[-4000:]}")
        return done.stdout

    @classmethod
    def inside(cls, *arguments, **options):
        """Runs a command on that machine."""
        return cls.docker("exec", cls.name, *arguments, **options)

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def gateways(self):
        return 2

    def test_gateways_are_started_anew_one_by_one_while_clients_are_connected(self):
        self.under_work("rolling restart of the units", lambda: self.inside("/src/deploy/roll", "systemd"))

    def test_a_gateway_that_dies_is_started_again(self):
        def kill():
            before = self.inside("systemctl", "show", "--property", "MainPID", UNITS[2])
            self.inside("systemctl", "kill", "--signal", "KILL", UNITS[2])
            wait(lambda: self.inside("systemctl", "show", "--property", "MainPID", UNITS[2]) not in (before, "MainPID=0\n"),
                 "another process of the unit", 60)
        self.under_work("SIGKILL of a unit's gateway", kill)

    def test_nothing_failed_and_secrets_are_nobody_else_s(self):
        self.assertEqual(self.inside("systemctl", "list-units", "--failed", "--plain", "--no-legend").strip(), "")
        modes = self.inside("sh", "-c", "stat --format '%a %U %n' /etc/les-billets/store-secret /etc/les-billets/redis-* /var/lib/les-billets")
        self.assertEqual(modes.split()[0::3], ["600", "600", "600", "700"])
        self.assertEqual(modes.split()[1::3], ["root", "root", "root", "les-billets-store"])

    def user(self, unit):
        """The user of a unit's process."""
        pid = self.inside("systemctl", "show", "--property", "MainPID", "--value", unit).strip()
        return self.inside("stat", "--format", "%U", f"/proc/{pid}").strip()

    def succeeds_as(self, user, *command):
        """True if a command succeeds as a user with all of the user's groups."""
        return subprocess.run(("docker", "exec", self.name, "setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *command),
                              capture_output=True).returncode == 0

    def test_each_process_has_a_user_of_its_own(self):
        self.assertEqual([self.user(unit) for unit in UNITS],
                         ["les-billets-redis", "les-billets-store", "les-billets-gateway", "les-billets-gateway"])

    def test_only_the_store_reads_the_database_and_only_gateways_reach_its_socket(self):
        for user in ("les-billets-gateway", "les-billets-redis", "haproxy"):
            self.assertFalse(self.succeeds_as(user, "cat", "/var/lib/les-billets/tickets.db"), user)
            self.assertFalse(self.succeeds_as(user, "ls", "/var/lib/les-billets"), user)
        self.assertEqual(self.inside("stat", "--format", "%a %U %G", "/run/les-billets/store.sock").split(),
                         ["660", "les-billets-store", "les-billets"])
        self.assertTrue(self.succeeds_as("les-billets-gateway", "test", "-w", "/run/les-billets/store.sock"))
        for user in ("les-billets-redis", "haproxy"):
            self.assertFalse(self.succeeds_as(user, "test", "-e", "/run/les-billets/store.sock"), user)

    def test_without_a_store_process_gateways_run_as_its_user_and_back(self):
        gateways = UNITS[2:]
        try:
            self.inside("/src/deploy/systemd/install", "--shared", "/opt/les-billets")
            self.inside("systemctl", "stop", *UNITS[1:])
            self.inside("systemctl", "start", *UNITS[1:])
            self.assertEqual(self.inside("systemctl", "is-active", "les-billets-store", check=False).strip(), "inactive")
            self.assertEqual([self.user(unit) for unit in gateways], ["les-billets-store"] * 2)
            self.under_work("gateways without a store process", lambda: None)
        finally:
            self.inside("/src/deploy/systemd/install", "--remote", "/opt/les-billets")
            self.inside("systemctl", "stop", *gateways)
            self.inside("systemctl", "start", *UNITS[1:])
        self.assertEqual([self.user(unit) for unit in gateways], ["les-billets-gateway"] * 2)
        self.under_work("gateways of a store process", lambda: None)

    def test_with_TLS_clear_text_is_redirected(self):
        certificate = "/etc/ssl/test.pem"
        self.inside("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-out", certificate, "-keyout", "/etc/ssl/test.key")
        self.inside("sh", "-c", f"cat /etc/ssl/test.key >> {certificate}")
        try:
            self.inside("/src/deploy/systemd/install", "--tls", certificate, "/opt/les-billets")
            self.inside("systemctl", "restart", "haproxy")
            for method, path in (("GET", "/"), ("POST", "/api/session"), ("GET", "/readyz")):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request(method, path, headers={"Host": "desk.example.com"})
                answer = connection.getresponse()
                self.assertEqual((answer.status, answer.headers["Location"]), (308, f"https://desk.example.com{path}"))
                connection.close()
            said = self.inside("bash", "-c", "printf 'GET /readyz HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n' | "
                               "openssl s_client -quiet -connect 127.0.0.1:443 2>/dev/null")
            self.assertIn(" 200 ", said.splitlines()[0])
        finally:
            self.inside("/src/deploy/systemd/install", "--clear-text", "/opt/les-billets")
            self.inside("systemctl", "restart", "haproxy")

    def test_a_backup_is_made_and_put_back(self):
        admin = "/src/deploy/systemd/admin"
        self.put_back(lambda: self.inside(admin, "backup", "/var/lib/les-billets/test.db"),
                      lambda: self.inside(admin, "restore", "/var/lib/les-billets/test.db", "--yes"))
