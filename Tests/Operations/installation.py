"""deploy/systemd/install below a folder of its own: what it puts where, with each of its options."""

import os
import subprocess
import tempfile
import unittest

from project import ROOT

SHARED = "etc/systemd/system/les-billets-gateway@.service.d/shared.conf"
PEM = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"


class Installation(unittest.TestCase):
    """A test whose name is its sentence."""

    def __str__(self):
        return f"install: {self._testMethodName.removeprefix('test_').replace('_', ' ')}"

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="les-billets-install-"))

    def install(self, *options, status=0):
        """Installs `true` as the program; answers what was said."""
        done = subprocess.run(
            [os.path.join(ROOT, "deploy/systemd/install"), "--root", self.folder, *options, "/bin/true"],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def unit(self, name):
        """The settings of a unit, the last of each name."""
        lines = self.text(f"etc/systemd/system/les-billets-{name}.service").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

    def test_each_process_has_a_user_of_its_own_and_only_the_store_has_the_database(self):
        self.install()
        names = ("redis", "gateway@", "store")
        self.assertEqual([self.unit(name)["User"] for name in names],
                         ["les-billets-redis", "les-billets-gateway", "les-billets-store"])
        self.assertEqual([name for name in names if "StateDirectory" in self.unit(name)], ["store"])
        for name in ("redis", "gateway@"):
            self.assertIn("/var/lib/les-billets", self.unit(name)["InaccessiblePaths"])
        # The unit that makes the database.
        self.assertEqual(self.unit("migrate")["User"], "les-billets-store")

    def test_gateways_keep_the_database_only_if_that_was_asked_for(self):
        self.install()
        self.assertFalse(os.path.exists(self.path(SHARED)))
        self.install("--shared")
        self.assertIn("User=les-billets-store\n", self.text(SHARED))
        self.install()
        self.assertTrue(os.path.exists(self.path(SHARED)))
        self.install("--remote")
        self.assertFalse(os.path.exists(self.path(SHARED)))

    def test_a_shared_file_of_an_earlier_version_stays_one(self):
        self.install()
        environment = self.path("etc/les-billets/environment")
        with open(environment, "a", encoding="utf-8") as file:
            file.write("LES_BILLETS_STORE=sqlite:/var/lib/les-billets/tickets.db\n")
        self.install()
        self.assertTrue(os.path.exists(self.path(SHARED)))
        self.assertIn("remove LES_BILLETS_STORE", self.install("--remote", status=1))

    def test_TLS_is_one_switch(self):
        pem = self.write("desk.pem", PEM + KEY)
        self.install("--tls", pem)
        text = self.text("etc/haproxy/haproxy.cfg")
        self.assertIn("bind :443 ssl crt /etc/haproxy/les-billets.pem\n", text)
        self.assertIn("redirect code 308", text)
        self.assertEqual(os.stat(self.path("etc/haproxy/les-billets.pem")).st_mode & 0o777, 0o600)
        # An update leaves it as it is.
        self.install()
        self.assertEqual(self.text("etc/haproxy/haproxy.cfg"), text)
        self.install("--clear-text")
        self.assertNotIn("ssl", self.text("etc/haproxy/haproxy.cfg"))
        self.assertEqual(self.text("etc/haproxy/haproxy.cfg.old"), text)

    def test_a_file_without_certificate_or_key_is_refused_before_anything_is_changed(self):
        for text in (PEM, KEY, ""):
            said = self.install("--tls", self.write("half.pem", text), status=1)
            self.assertIn("certificate and its private key", said)
        self.assertEqual(os.listdir(self.folder), ["half.pem"])

    def test_an_option_that_does_not_exist_is_refused(self):
        self.assertIn("--ssl", self.install("--ssl", status=64))


if __name__ == "__main__":
    unittest.main(verbosity=2)
