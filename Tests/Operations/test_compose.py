"""docker-compose.yml on a real engine, in every profile: what its users and operators do, done."""

import json
import os
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import monitoring
from followers import ask, log_in
from project import ROOT, Project, wait
from work import WorkTest


class ComposeTest(WorkTest):
    """A project of one profile, brought up once for the tests of a class."""

    profile = None
    service = "gateway"
    settings = {"LES_BILLETS_DEMO": "yes"}

    @classmethod
    def setUpClass(cls):
        if cls.profile is None:
            raise unittest.SkipTest("only what has a profile is run")
        cls.project = Project(cls.profile, **cls.settings)
        cls.addClassCleanup(cls.project.down)
        seconds = cls.project.up()
        print(f"\n== profile {cls.profile}: up in {seconds:.1f} s, {cls.project.url}", flush=True)

    def url(self):
        return self.project.url

    def gateways(self):
        return len(self.replicas())

    def replicas(self):
        """The gateways that the engine says are well."""
        return [each for each in self.project.containers(self.service)
                if each["State"]["Health"]["Status"] == "healthy"]


class Everyday:
    """What holds for gateways of either kind."""

    def test_a_client_on_one_gateway_sees_what_happens_on_another(self):
        self.under_work("events across gateways", lambda: time.sleep(2))

    def test_a_gateway_that_dies_is_started_again_and_nobody_misses_anything(self):
        def kill():
            victim = self.replicas()[0]
            # The process itself, as a crash would: what `docker kill` ends stays down.
            os.kill(victim["State"]["Pid"], 9)
            wait(lambda: any(each["Id"] == victim["Id"] and each["State"]["Pid"] != victim["State"]["Pid"]
                             for each in self.replicas()), "the gateway again")
        if os.getuid() != 0:
            self.skipTest("only root may kill the process of a container")
        self.under_work("SIGKILL of a gateway", kill)
        self.assertEqual(len(self.replicas()), 2)

    def test_gateways_are_added_and_taken_away_while_clients_are_connected(self):
        def scale():
            self.project.up("--no-recreate", "--scale", f"{self.service}=4")
            self.assertEqual(len(self.replicas()), 4)
            self.followers()
            self.project.up("--no-recreate", "--scale", f"{self.service}=2")
            self.assertEqual(len(self.project.containers(self.service)), 2)
        self.under_work("2 gateways, 4, 2", scale)

    def test_all_gateways_are_replaced_while_clients_are_connected(self):
        before = {each["Id"] for each in self.replicas()}
        self.under_work("rolling restart", lambda: self.project.run(os.path.join(ROOT, "deploy/roll"), "compose"))
        after = {each["Id"] for each in self.replicas()}
        self.assertEqual(len(after), 2)
        self.assertEqual(before & after, set())

    def test_a_backup_is_put_back_while_clients_are_connected(self):
        self.put_back(lambda: self.project.admin("backup", "/var/backups/les-billets/test.db", "--force"),
                      lambda: self.project.admin("restore", "/var/backups/les-billets/test.db", "--yes"))
        holder = "store" if self.service == "gateway" else self.service
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "test.db")
            self.project.compose("cp", f"{holder}:/var/backups/les-billets/test.db", path)
            with open(path, "rb") as file:
                self.assertEqual(file.read(15), b"SQLite format 3")

    def test_sessions_outlive_another_signing_key(self):
        token = log_in(self.project.url)
        self.project.admin("key", "rotate")
        new = log_in(self.project.url, "grace")
        for each in (token, new):
            ask(self.project.url, "GET", "/api/session", token=each)

    def test_the_first_administrator_is_made_with_one_command(self):
        self.project.admin("user", "add", "olga@example.com", "--name", "Olga", "--role", "admin", input="a password of hers\n")
        token = log_in(self.project.url, "olga", "a password of hers")
        self.assertGreater(len(ask(self.project.url, "GET", "/api/users", token=token)["users"]), 3)

    def test_containers_may_do_no_more_than_they_need(self):
        published = {}
        for each in self.project.everything():
            service = each["Config"]["Labels"]["com.docker.compose.service"]
            with self.subTest(service):
                host = each["HostConfig"]
                self.assertTrue(host["ReadonlyRootfs"])
                self.assertEqual(host["CapDrop"], ["ALL"])
                self.assertFalse(host["CapAdd"])
                self.assertIn("no-new-privileges:true", host["SecurityOpt"])
                self.assertGreater(host["Memory"], 0)
                self.assertGreater(host["NanoCpus"], 0)
                self.assertNotIn(each["Config"]["User"], ("", "root", "0"))
                self.assertLessEqual(max(limit["Hard"] for limit in host["Ulimits"]), 20000)
                for variable in each["Config"]["Env"]:
                    self.assertNotRegex(variable, r"(?i)(secret|password)[^=]*=(?!/run/secrets/)")
            for inside, outside in (host["PortBindings"] or {}).items():
                published.setdefault(service, []).append(inside)
        self.assertEqual(published, {"balancer": ["8080/tcp"]})

    def test_without_a_word_the_balancer_is_published_on_loopback(self):
        for each in self.project.containers("balancer"):
            for bindings in each["HostConfig"]["PortBindings"].values():
                self.assertEqual([binding["HostIp"] for binding in bindings], ["127.0.0.1"])

    def test_gateways_trust_the_balancer_alone(self):
        address = f"{self.project.network}.2"
        for each in self.project.containers("balancer"):
            self.assertEqual(each["NetworkSettings"]["Networks"][f"{self.project.name}_inside"]["IPAddress"], address)
        for each in self.replicas():
            trusted = [line for line in each["Config"]["Env"] if line.startswith("LES_BILLETS_TRUSTED_PROXIES=")]
            self.assertEqual(trusted, [f"LES_BILLETS_TRUSTED_PROXIES={address}"])

    def test_a_client_does_not_choose_its_address_and_is_throttled(self):
        def status(number):
            try:
                ask(self.project.url, "POST", "/api/session", {"email": "nobody@example.com", "password": "a wrong password"},
                    headers={"X-Forwarded-For": f"198.51.100.{number}, 10.1.2.3"})
            except urllib.error.HTTPError as error:
                return error.code
        # An address may try an account 10 times at once.
        self.assertIn(429, [status(number) for number in range(13)])

    def test_a_demonstration_is_refused_where_other_machines_come_in(self):
        variables = {"LES_BILLETS_DEMO": "yes", "LES_BILLETS_HOST": "0.0.0.0"}
        command = ("docker", "compose", "run", "--rm", "--no-TTY", "--no-deps", "migrate")
        for given in (variables, {**variables, "LES_BILLETS_DEMO": "no"}):
            done = subprocess.run(command, cwd=ROOT, env={**self.project.environment, **given}, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("published", done.stdout)
        self.project.run(*command, environment={**variables, "LES_BILLETS_PUBLIC_DEMO": "yes"})

    def test_a_doctor_finds_nothing_wrong(self):
        for service in {self.service, "store" if self.service == "gateway" else self.service}:
            said = self.project.compose("exec", "--no-TTY", service, "les-billets", "doctor")
            self.assertNotIn("wrong ", said)

    def test_documents_board_and_Swagger_UI_are_inside(self):
        for path, words in (("/", b"<html"), ("/docs", b"swagger"), ("/openapi.json", b"openapi"), ("/asyncapi.json", b"asyncapi")):
            with urllib.request.urlopen(self.project.url + path, timeout=30) as answer:
                self.assertIn(words, answer.read())
        with self.assertRaises(OSError):
            urllib.request.urlopen(self.project.url + "/metrics", timeout=30)

    def test_every_line_of_the_log_is_JSON(self):
        for each in self.replicas():
            lines = self.project.run("sh", "-c", f"docker logs {each['Id']} 2>&1 >/dev/null").splitlines()
            self.assertGreater(len(lines), 0)
            for line in lines:
                self.assertIn("level", json.loads(line))


class Remote(Everyday, ComposeTest):
    """Gateways and a store process: `docker compose up --wait`."""

    profile = "remote"

    def test_the_store_is_started_anew_while_clients_are_connected(self):
        self.under_work("restart of the store", lambda: self.project.compose("restart", "store"))

    def test_Redis_is_started_anew_with_another_password_while_clients_are_connected(self):
        def renew():
            for command in (("run", "--rm", "--no-TTY", "secrets", "renew", "redis"), ("restart", "redis")):
                self.project.compose(*command)
            self.project.run(os.path.join(ROOT, "deploy/roll"), "compose")
            for command in (("run", "--rm", "--no-TTY", "secrets", "retire", "redis"), ("restart", "redis")):
                self.project.compose(*command)
            wait(lambda: all('les_billets_bus_up 1' in text for text in self.project.metrics("gateway")), "the bus at every gateway", 60)
        self.under_work("another password of Redis", renew)


class Shared(Everyday, ComposeTest):
    """Gateways on one file."""

    profile = "shared"
    service = "gateway-shared"

    def test_there_is_no_store_process(self):
        services = {each["Config"]["Labels"]["com.docker.compose.service"] for each in self.project.everything()}
        self.assertEqual(services & {"store", "gateway"}, set())


class Monitoring(ComposeTest):
    """Prometheus beside them."""

    profile = "monitoring"

    def query(self, *arguments):
        return self.project.compose("exec", "--no-TTY", "prometheus", "promtool", "query", *arguments)

    def test_Prometheus_finds_every_process_and_every_metric_that_rules_and_dashboard_use(self):
        _, token = self.followers()
        ask(self.project.url, "POST", "/api/tickets", {"title": "Counted"}, token)
        url = "http://127.0.0.1:9090/prometheus"

        def found():
            up = self.query("instant", url, "count by (job) (up == 1)")
            return all(f'{{job="{job}"}} => {count} ' in up
                       for job, count in (("gateways", 2), ("store", 1), ("balancer", 1), ("prometheus", 1)))
        wait(found, "every process at Prometheus", 60)
        scraped = "\n".join(self.project.metrics("gateway") + self.project.metrics("store") + self.project.metrics("balancer", 8404))
        self.assertEqual(monitoring.missing(scraped), [])
        self.assertEqual(self.query("instant", url, 'ALERTS{alertstate="firing"}').strip(), "")

    def test_an_alert_fires_while_the_bus_is_away(self):
        self.project.compose("pause", "redis")
        try:
            wait(lambda: 'alertname="BusAway"' in self.query("instant", "http://127.0.0.1:9090/prometheus", "ALERTS"), "the alert BusAway", 120)
        finally:
            self.project.compose("unpause", "redis")


class Load(ComposeTest):
    """The load test beside them."""

    profile = "load"
    settings = {"LES_BILLETS_LOAD_SECONDS": "20"}

    def test_the_load_test_ends_well(self):
        def ended():
            states = [each["State"] for each in self.project.everything()
                      if each["Config"]["Labels"]["com.docker.compose.service"] == "load"]
            return states and states[0]["Status"] == "exited" and states[0]
        state = wait(ended, "the end of the load test")
        report = self.project.compose("logs", "--no-log-prefix", "load")
        print("   " + report.replace("\n", "\n   "), flush=True)
        self.assertEqual(state["ExitCode"], 0)


class SharedMonitoring(ComposeTest):
    """Prometheus beside gateways on one file."""

    profile = "shared-monitoring"
    service = "gateway-shared"

    def test_Prometheus_finds_every_gateway(self):
        query = ("exec", "--no-TTY", "prometheus", "promtool", "query", "instant", "http://127.0.0.1:9090/prometheus",
                 "count by (job) (les_billets_ready == 1)")
        wait(lambda: '{job="gateways"} => 2 ' in self.project.compose(*query), "both gateways at Prometheus", 60)


class SharedLoad(Load):
    """The load test beside gateways on one file."""

    profile = "shared-load"
    service = "gateway-shared"
