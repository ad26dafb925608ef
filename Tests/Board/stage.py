"""What the tests share: one cluster, two agents, and what was measured."""

import atexit
import unittest

from agents import Agent
from servers import Client, Cluster

_made = {}
figures = []


def _keep(name, make, end):
    if name not in _made:
        _made[name] = (make(), end)
    return _made[name][0]


@atexit.register
def _end():
    for thing, end in reversed(list(_made.values())):
        end(thing)


def cluster():
    """The cluster of three gateways that most tests use."""
    return _keep("cluster", Cluster, Cluster.stop)


def hasty_cluster():
    """A cluster with a store process, whose locks are short."""
    return _keep("hasty", lambda: Cluster(gateways=2, store="remote", lock_seconds=4), Cluster.stop)


def agent(name):
    """The browser of somebody."""
    return _keep(f"agent {name}", Agent, Agent.quit)


def client(name):
    """Somebody at the cluster's HTTP API."""
    return _keep(f"client {name}", lambda: Client(cluster().url, name), lambda _: None)


def measured(what, value):
    """Notes a figure, to be printed at the end."""
    figures.append((what, value))


class BoardTest(unittest.TestCase):
    """A test whose name is its sentence, and which keeps pictures of what failed."""

    maxDiff = None

    def shortDescription(self):
        return None

    def __str__(self):
        return f"{type(self).__name__}: {self._testMethodName.removeprefix('test_').replace('_', ' ')}"

    def expect_quiet(self, *agents):
        """Nothing has been complained of in the console, but for requests that were answered with 401."""
        for each in agents:
            complaints = [text for text in each.console() if "401 (Unauthorized)" not in text]
            self.assertEqual(complaints, [])

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > before:
            for name, (thing, _) in _made.items():
                if isinstance(thing, Agent):
                    thing.screenshot(f"failed-{self._testMethodName}-{name.split()[-1]}")
