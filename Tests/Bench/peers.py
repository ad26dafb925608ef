"""The same measurements of a peer and of ours, by turns, with a client that belongs to neither."""

import json
import os
import statistics
import subprocess
import sys

from cluster import Cluster

COMMAND = (
    '{"type":"CreateTicket","requestId":"{{UUID}}","ticket":{"title":"T@{{T}}","description":"The printer on the third '
    'floor answers with error 79 after the last firmware update, please help soon."}}'
)

# What every socket of ours says first.
FIRST = '{"type":"GetTickets"}'

# Deliveries a second on the first rung of the ladder, which each reaches. Ours starts higher: its sockets get the whole board when
# they come, which is what the rungs before have written: the fewer they are, the less of that is measured.
LADDER_STARTS = {"bun": 300_000, "ours": 2_250_000}

# What is measured, in which store modes, by which member, and whether more is better.
MEASURES = [
    ("deliveries/s to 1,000 sockets", "ceil:1000", ["shared"], "ceiling", "{:,.0f}"),
    ("server CPU for a delivery at that ceiling, µs", "ceil:1000", ["shared"], "server_us_per_delivery", "{:.2f}"),
    ("deliveries/s to 5,000 sockets", "ceil:5000", ["shared"], "ceiling", "{:,.0f}"),
    ("latency at 1,000 sockets, 20 events/s: p50, ms", "lat", ["shared"], "p50_ms", "{:.1f}"),
    ("p99, ms", "lat", ["shared"], "p99_ms", "{:.1f}"),
    ("server CPU for 8 s of that, s", "lat", ["shared"], "server_cpu", "{:.2f}"),
    ("commands/s, 50 senders", "write:1", ["shared", "remote"], "acks_per_s", "{:,.0f}"),
    ("the same with 16 unanswered a sender", "write:16", ["shared", "remote"], "acks_per_s", "{:,.0f}"),
    ("idle memory a socket, bytes", "idle", ["shared"], "bytes_per_conn", "{:,.0f}"),
]


def folder():
    """Where the peers are; None if they are nowhere."""
    path = os.environ.get("LES_BILLETS_PEERS")
    return path if path and os.path.exists(os.path.join(path, "measure.py")) else None


def serve(template, store, gateways):
    """Starts a cluster, says READY as measure.py wants it, and ends when standard input does."""
    with Cluster(template, gateways=gateways, store=store) as cluster:
        print(
            f"READY pids={','.join(map(str, cluster.pids))} redis={cluster.redis_pid} "
            f"urls={','.join(cluster.sockets)} publish={cluster.sockets[0]}",
            flush=True,
        )
        sys.stdin.read()


def client():
    """The load client of the peers, which deploy/bench builds."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return os.path.join(root, ".build", "wsload")


def fan_out(cluster, sockets, rate, seconds):
    """What `rate` commands a second bring to `sockets`, as measure.py asks for it."""
    command = [client(), "-p", cluster.sockets[0], "-H", f"Authorization: Bearer {cluster.template.token}"]
    for url in cluster.sockets:
        command += ["-u", url]
    command += ["-S", FIRST, "-m", COMMAND, "-P", "4", "-R", rate, "-n", sockets]
    command += ["-r", "5000", "-d", seconds, "-s", "0.5", "-g", "2"]
    before = cluster.processor_seconds()
    run = subprocess.run([str(each) for each in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if not run.stdout:
        raise SystemExit(f"The load client ended with {run.returncode} and printed nothing: run {client()} by itself.")
    found = json.loads(run.stdout.splitlines()[-1])
    return {
        "deliveries": found["marked_per_s"],
        "p99": found["p99_ms"],
        "microseconds": (cluster.processor_seconds() - before) / max(found["marked"], 1) * 1e6,
        "holds": found["connected"] == sockets
        and not (found["lost"] or found["dropped"] or found["failed"])
        and found["sent_per_s"] >= 0.97 * rate
        and found["sent"] > 0,
    }


def measure(name, mode, options):
    """One run of measure.py."""
    tool = [sys.executable, os.path.join(folder(), "measure.py"), name, mode, "--reps", "1"]
    tool += ["--wsload", client(), *options]
    if mode.startswith("ceil:"):
        tool += ["--start", str(LADDER_STARTS[name] / int(mode.split(":")[1]))]
    run = subprocess.run(tool, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout.splitlines()[-1]) if run.stdout else {}


def ours(bench, mode, store):
    """One run of measure.py with a cluster of ours."""
    command = f"{sys.executable} {os.path.abspath(__file__.replace('peers.py', 'bench.py'))} "
    command += f"{bench.program} serve {store} 2 --output {bench.output}"
    options = ["--cmd", command, "--header", f"Authorization: Bearer {bench.template.token}"]
    options += ["--first", FIRST, "--template", COMMAND, "--ack", '"Accepted"']
    return measure("ours", mode, options)


def compare(bench):
    """The table of ratios."""
    runs = {}
    for mode, stores in dict.fromkeys((each[1], tuple(each[2])) for each in MEASURES):
        for _ in range(bench.repetitions):
            # By turns: the machine's speed drifts.
            runs.setdefault((mode, "bun"), []).append(measure("bun", mode, []))
            for store in stores:
                runs.setdefault((mode, store), []).append(ours(bench, mode, store))
        bench.say(mode + ": " + json.dumps({key[1]: value for key, value in runs.items() if key[0] == mode}))
    with open(os.path.join(bench.output, "peers.json"), "w") as file:
        json.dump({f"{mode} {who}": value for (mode, who), value in runs.items()}, file, indent=1)

    def median(mode, who, member):
        return statistics.median(run.get(member, 0) for run in runs[(mode, who)])

    lines = ["| measure | Bun | ours, shared store | ours, remote store | ratio |", "| --- | ---: | ---: | ---: | ---: |"]
    for title, mode, stores, member, form in MEASURES:
        peer = median(mode, "bun", member)
        found = {store: median(mode, store, member) for store in stores}
        ratios = ", ".join(f"{value / peer:.2f}" for value in found.values()) if peer else "-"
        remote = form.format(found["remote"]) if "remote" in found else ""
        lines.append(f"| {title} | {form.format(peer)} | {form.format(found['shared'])} | {remote} | {ratios} |")
    return lines
