"""A project of docker-compose.yml on a real engine, under a name and a port of its own. Nothing of it outlives the test."""

import json
import os
import random
import socket
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# How long anything that a test waits for may take, in seconds. A bound, not an expectation.
PATIENCE = 180


def wait(condition, what, seconds=PATIENCE):
    """Waits until `condition` answers something true, and answers it."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not in {seconds} s: {what}")
        time.sleep(0.2)


def free_port():
    """A port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Project:
    """Everything that `docker compose up --wait` starts for a profile."""

    def __init__(self, profile, **settings):
        self.name = f"les-billets-test-{random.randrange(16 ** 6):06x}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # A network of its own beside those of other projects, within one of the private ones.
        self.network = f"172.31.{random.randrange(251)}"
        self.environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": self.name,
            "COMPOSE_PROFILES": profile,
            "LES_BILLETS_NETWORK": self.network,
            "LES_BILLETS_PORT": str(self.port),
            **settings,
        }

    def run(self, *command, check=True, environment=None, input=None):
        """Runs a command for this project, and answers what it printed."""
        done = subprocess.run(
            command, cwd=ROOT, env={**self.environment, **(environment or {})}, input=input, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20 * 60)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: status {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout

    def compose(self, *arguments, **options):
        """Runs `docker compose`."""
        return self.run("docker", "compose", *arguments, **options)

    def up(self, *arguments):
        """Starts what the profile says, as a person would; answers how long that took."""
        start = time.monotonic()
        self.compose("up", "--detach", "--wait", *arguments)
        return time.monotonic() - start

    def down(self):
        """Ends everything, and throws its volumes away."""
        self.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5", check=False)

    def admin(self, *arguments, **options):
        """Runs `les-billets` beside the database, as operators do."""
        return self.compose("run", "--rm", "--no-TTY", "admin", *arguments, **options)

    def containers(self, service):
        """The containers of a service that run, as `docker inspect` shows them."""
        ids = self.compose("--profile", "*", "ps", "--quiet", "--status", "running", service).split()
        return json.loads(self.run("docker", "inspect", *ids)) if ids else []

    def everything(self):
        """All containers of the project, those that have ended too."""
        ids = self.run("docker", "ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={self.name}").split()
        return json.loads(self.run("docker", "inspect", *ids))

    def metrics(self, service, port=9100, path="/metrics"):
        """What each replica of a service tells Prometheus; it is asked in a container, since nobody else reaches it."""
        answers = []
        for container in self.containers(service):
            address = container["NetworkSettings"]["Networks"][f"{self.name}_inside"]["IPAddress"]
            request = f"exec 3<>/dev/tcp/{address}/{port} && printf 'GET {path} HTTP/1.0\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3 && timeout 5 cat <&3"
            answers.append(self.compose("exec", "--no-TTY", "balancer", "bash", "-c", request).partition("\n\n")[2])
        return answers
