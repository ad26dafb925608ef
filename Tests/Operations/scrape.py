"""scrape.py PROGRAM FOLDER: starts clusters of PROGRAM in both store modes, and keeps in FOLDER what each process tells Prometheus.

Each text is checked by `promtool check metrics`; what is printed are the files.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request

# A request after the first one is told of the first.
SCRAPES = 2
PATIENCE_SECONDS = 60


def fetch(url):
    """What is told at `url`."""
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
        kind = answer.headers["Content-Type"]
        if not kind.startswith("text/plain; version=0.0.4"):
            raise SystemExit(f"{url} answers {kind}")
        return answer.read().decode()


def check(name, text):
    """Lets promtool read a text."""
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0 or done.stdout:
        raise SystemExit(f"promtool check metrics, {name}:\n{done.stdout}")


def scrape(program, store, output):
    """Runs a cluster with this store until each of its processes has been asked."""
    with tempfile.TemporaryDirectory(prefix="les-billets-scrape-") as folder:
        arguments = ["--directory", folder, "--gateways", "2", "--store", store, "--port", "0", "--demo"]
        with open(os.path.join(folder, "said"), "w+", encoding="utf-8") as said:
            cluster = subprocess.Popen([program, "cluster", *arguments], stdout=subprocess.PIPE, stderr=said, text=True)
            try:
                line = cluster.stdout.readline()
                if not line:
                    said.seek(0)
                    raise SystemExit(f"the cluster did not start:\n{said.read()}")
                status = json.loads(line)
                doors = {each["node"]: each["url"] + "/metrics" for each in status["gateways"]}
                if status["store"]:
                    doors["store"] = status["store"]["metrics"]
                for name, url in doors.items():
                    for _ in range(SCRAPES):
                        text = fetch(url)
                    check(f"{store} {name}", text)
                    path = os.path.join(output, f"{store}-{name}.txt")
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text)
                    print(path)
            finally:
                cluster.terminate()
                cluster.wait(PATIENCE_SECONDS)


if __name__ == "__main__":
    for mode in ("shared", "remote"):
        scrape(sys.argv[1], mode, sys.argv[2])
