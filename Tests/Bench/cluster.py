"""A cluster of les-billets for a measurement, and what it takes of the machine."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")


class Template:
    """A database with a user and an API token, of which every cluster gets a copy: a fresh start each time."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = os.path.join(folder, "template")
        self.token_file = os.path.join(folder, "token")
        if not os.path.exists(self.token_file):
            self._make()

    @property
    def token(self):
        with open(self.token_file) as file:
            return file.read().strip()

    def _make(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        with Cluster(self, gateways=1, store="shared", options=["--demo"], is_template=True) as cluster:
            user = {"email": "ada@example.com", "password": "demo-password"}
            session = post(cluster.urls[0] + "/api/session", user)["token"]
            token = post(cluster.urls[0] + "/api/tokens", {"name": "bench"}, session)["token"]
        with open(self.token_file, "w") as file:
            file.write(token)


class Cluster:
    """`les-billets cluster` without limits, from its readiness to its end."""

    def __init__(self, template, gateways, store, options=(), is_template=False):
        self.template = template
        self.arguments = ["--gateways", str(gateways), "--store", store, "--port", "0", "--no-limits", *options]
        self.is_template = is_template

    def __enter__(self):
        if self.is_template:
            self.folder = self.template.folder
        else:
            self.folder = tempfile.mkdtemp(prefix="les-billets-bench-")
            shutil.copytree(self.template.folder, self.folder, dirs_exist_ok=True)
        self.said = open(os.path.join(self.folder, "said"), "w+")
        self.process = subprocess.Popen(
            [self.template.program, "cluster", "--directory", self.folder, *self.arguments],
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
        )
        line = self.process.stdout.readline()
        if not line:
            self.said.seek(0)
            raise SystemExit("The cluster did not start:\n" + self.said.read())
        status = json.loads(line)
        self.urls = [gateway["url"] for gateway in status["gateways"]]
        self.gateway_pids = [gateway["pid"] for gateway in status["gateways"]]
        self.pids = self.gateway_pids + ([status["store"]["pid"]] if status["store"] else [])
        self.redis_pid = status["redis"]["pid"]
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.said.close()
        if not self.is_template:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def sockets(self):
        return [url.replace("http", "ws", 1) + "/ws" for url in self.urls]

    def processor_seconds(self):
        """What gateways and store have had of the processors so far."""
        total = 0
        for pid in self.pids:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def resident_bytes(self, pids=None):
        """The resident memory of gateways and store, or of `pids`."""
        total = 0
        for pid in pids or self.pids:
            with open(f"/proc/{pid}/status") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("VmRSS")) * 1024
        return total

    def start(self, scenario, **options):
        """Starts `les-billets load`; `finish` waits for it."""
        command = [self.template.program, "load", scenario, "--json", "--token-file", self.template.token_file]
        for url in self.urls:
            command += ["--url", url]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, process):
        """The report of a load that was started."""
        report, complaint = process.communicate()
        if not report:
            raise SystemExit(f"{' '.join(process.args)}\n{complaint}")
        return json.loads(report)

    def load(self, scenario, **options):
        """Runs `les-billets load` and answers its report, with what the servers took meanwhile."""
        before = self.processor_seconds()
        report = self.finish(self.start(scenario, **options))
        report["serverSeconds"] = self.processor_seconds() - before
        return report


def post(url, body, token=None):
    """What a POST of `body` is answered."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
