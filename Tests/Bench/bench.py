#!/usr/bin/env python3
"""bench.py PROGRAM [PART...]: what deploy/bench says; PROGRAM is the release build of les-billets.

`bench.py PROGRAM serve STORE GATEWAYS` starts a cluster for the peers' measure.py: it says READY and ends with its standard input.
"""

import argparse
import json
import os
import statistics
import sys
import time

import peers
import scaling
from cluster import Cluster, Template
from deaf import DeafClient

# Within which p99 a rung of the ladder may stay: as the peers' measure.py has it, and what a pass over 10,000 sockets needs.
P99_MAXIMA_MS = [100, 250]

# What is told of the highest rung.
FOUND = ["deliveries", "rate", "p99", "microseconds"]

# Deliveries a second on the first rung, which everybody reaches.
LADDER_START = 100_000
LADDER_FACTOR = 1.5
LADDER_SECONDS = 4

# How many events an hour has, of which the soak part writes so many hours, doubling; and how many times five seconds it
# may take.
SOAK_HOUR_EVENTS = 72_000
SOAK_HOURS_MAXIMUM = 16
SOAK_RUNS_MAXIMUM = 100


class Bench:
    """Measures part by part, each several times, and keeps medians."""

    def __init__(self, program, output, repetitions):
        self.program = program
        self.output = output
        self.repetitions = repetitions
        self.template = Template(program, output)
        self.results = {}

    def cluster(self, gateways=2, store="shared"):
        return Cluster(self.template, gateways, store)

    def repeat(self, measure):
        """The medians of what `measure` answers, on a fresh cluster each time."""
        runs = [measure() for _ in range(self.repetitions)]
        return {key: statistics.median(run[key] for run in runs) for key in runs[0]}

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    # The parts.

    def latency(self):
        """How late events are when there is no hurry."""

        def measure():
            with self.cluster() as cluster:
                plot = os.path.join(self.output, "latency.svg")
                report = cluster.load("fanout", sockets=1000, rate=20, seconds=8, plot=plot)
                return {
                    "p50": report["latency"]["p50"],
                    "p99": report["latency"]["p99"],
                    "server": report["serverSeconds"],
                    "lost": flaws(report),
                }

        found = self.repeat(measure)
        return [
            "| 1,000 sockets, 20 events/s | p50 | p99 | server CPU for 8 s | lost |",
            "| --- | ---: | ---: | ---: | ---: |",
            f"| two gateways | {found['p50']:.1f} ms | {found['p99']:.1f} ms | {found['server']:.2f} s "
            f"| {found['lost']:.0f} |",
        ]

    def climb(self, sockets, gateways):
        """The most deliveries a second with nothing lost, within each of the p99, up a ladder of rates."""
        rate = LADDER_START / sockets
        best = {f"{bound} {key}": 0 for bound in P99_MAXIMA_MS for key in FOUND}
        failed = 0
        while failed < 2:
            # A fresh cluster for each rung: every socket asks for all tickets, and would get those of the rungs before.
            with self.cluster(gateways) as cluster:
                found = {"rate": rate, **rung(cluster, sockets, rate)}
            within = [bound for bound in P99_MAXIMA_MS if found["holds"] and found["p99"] <= bound]
            best.update({f"{bound} {key}": found[key] for bound in within for key in FOUND})
            failed = 0 if within else failed + 1
            rate *= LADDER_FACTOR
        self.say(f"{sockets} sockets, {gateways} gateways: {json.dumps(best)}")
        return best

    def ladder(self, first, name, steps, climb):
        """A table and a picture of how deliveries grow with what is in `steps`, which `climb` measures."""
        lines = [
            f"| {first} | p99 within | deliveries/s | events/s | p99 | server CPU for a delivery |",
            "| ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        curves = {f"p99 within {bound} ms": [] for bound in P99_MAXIMA_MS}
        for step in steps:
            found = self.repeat(lambda: climb(step))
            for bound in P99_MAXIMA_MS:
                deliveries, rate, p99, microseconds = (found[f"{bound} {key}"] for key in FOUND)
                curves[f"p99 within {bound} ms"].append((step, deliveries))
                lines.append(
                    f"| {step:,} | {bound} ms | {deliveries:,.0f} | {rate:,.0f} | {p99:.0f} ms | {microseconds:.2f} µs |"
                )
        scaling.write(os.path.join(self.output, name + ".svg"), f"Deliveries a second by {name}", curves)
        return lines

    def ceiling(self):
        """How deliveries grow with sockets."""
        steps = [100, 1000, 5000, 10_000]
        return self.ladder("sockets, two gateways", "sockets", steps, lambda sockets: self.climb(sockets, 2))

    def gateways(self):
        """How deliveries grow with gateways, which share the machine."""
        return self.ladder("gateways, 1,000 sockets", "gateways", [1, 2, 4], lambda gateways: self.climb(1000, gateways))

    def write(self):
        """How many commands a second are committed, and seen by 60 sockets."""
        lines = [
            "| commands, 50 senders, 60 sockets | store | accepted/s | answer p50 | answer p99 | lost |",
            "| --- | --- | ---: | ---: | ---: | ---: |",
        ]
        for window in [1, 16]:
            for store in ["shared", "remote"]:

                def measure():
                    with self.cluster(store=store) as cluster:
                        report = cluster.load("write", sockets=10, senders=50, window=window, seconds=5)
                        return {
                            "accepted": report["acceptedPerSecond"],
                            "p50": report["answers"]["p50"],
                            "p99": report["answers"]["p99"],
                            "lost": flaws(report),
                        }

                found = self.repeat(measure)
                lines.append(
                    f"| {window} unanswered a sender | {store} | {found['accepted']:,.0f} | {found['p50']:.1f} ms "
                    f"| {found['p99']:.1f} ms | {found['lost']:.0f} |"
                )
                self.say(lines[-1])
        return lines

    def idle(self):
        """What a socket takes that does nothing."""

        def measure():
            with self.cluster() as cluster:
                # The first sockets pay for what all share.
                cluster.load("idle", sockets=100, seconds=1)
                before = cluster.resident_bytes(cluster.gateway_pids)
                process = cluster.start("idle", sockets=10_000, seconds=10)
                time.sleep(12)
                after = cluster.resident_bytes(cluster.gateway_pids)
                report = cluster.finish(process)
                return {"bytes": (after - before) / report["connected"], "connected": report["connected"]}

        found = self.repeat(measure)
        return [
            "| idle sockets | resident memory of the gateways for each |",
            "| ---: | ---: |",
            f"| {found['connected']:,.0f} | {found['bytes'] / 1024:.1f} KiB |",
        ]

    def storm(self):
        """How long 10,000 sockets need that all come back at once."""

        def measure():
            with self.cluster() as cluster:
                report = cluster.load("storm", sockets=10_000, rate=20, seconds=12)
                return {
                    "p50": report["catchUps"]["p50"],
                    "max": report["catchUps"]["max"],
                    "missing": report["notCaughtUp"],
                    "snapshots": report["snapshots"],
                    "lost": flaws(report),
                }

        found = self.repeat(measure)
        return [
            "| 10,000 sockets vanish and come back with `since`, 20 events/s | half | all | snapshots | lost |",
            "| --- | ---: | ---: | ---: | ---: |",
            f"| caught up within | {found['p50'] / 1000:.2f} s | {found['max'] / 1000:.2f} s "
            f"| {found['snapshots']:.0f} | {found['lost'] + found['missing']:.0f} |",
        ]

    def slow(self):
        """Whether one socket that reads nothing costs the others anything."""

        def measure():
            with self.cluster() as cluster:
                options = {"sockets": 1000, "rate": 100, "seconds": 10, "description_bytes": 8000}
                alone = cluster.load("fanout", **options)
                deaf = DeafClient(cluster.urls[0], self.template.token)
                beside = cluster.load("fanout", **options)
                return {
                    "alone": alone["latency"]["p99"],
                    "beside": beside["latency"]["p99"],
                    "evicted": 1 if deaf.was_sent_away() else 0,
                    "lost": flaws(alone) + flaws(beside),
                }

        found = self.repeat(measure)
        return [
            "| 1,000 sockets, 100 events/s of 8 KB | p99 | with a socket that reads nothing | it was sent away | lost |",
            "| --- | ---: | ---: | ---: | ---: |",
            f"| two gateways | {found['alone']:.1f} ms | {found['beside']:.1f} ms "
            f"| {'yes' if found['evicted'] else 'no'} | {found['lost']:.0f} |",
        ]

    def soak(self):
        """Whether memory grows: an hour's events at 20 a second, written at full speed, and that again and again."""
        lines = ["| events written at full speed | resident memory of gateways |", "| ---: | ---: |"]
        with self.cluster() as cluster:
            written = 0
            hours = 1
            for _ in range(SOAK_RUNS_MAXIMUM):
                report = cluster.load("write", sockets=100, senders=20, window=16, seconds=5)
                written += report["accepted"]
                if written >= SOAK_HOUR_EVENTS * hours:
                    resident = cluster.resident_bytes(cluster.gateway_pids) / 2**20
                    lines.append(f"| {written:,} | {resident:.0f} MiB |")
                    hours *= 2
                if hours > SOAK_HOURS_MAXIMUM:
                    return lines
        raise SystemExit(f"Only {written:,} events were written in {SOAK_RUNS_MAXIMUM} runs: too slow for a soak test.")

    def peers(self):
        """The same as a peer does, with a client that is neither's: ratios of alternating runs."""
        return peers.compare(self)


def flaws(report):
    """Events that a socket did not get, or got twice, or too early."""
    return report["lost"] + report["repeated"] + report["outOfOrder"]


def rung(cluster, sockets, rate):
    """What `rate` events a second to `sockets` bring, and whether all were sent and got.

    With the client of the peers where there is one: it takes less of the machine that both share.
    """
    if peers.folder():
        return peers.fan_out(cluster, sockets, rate, LADDER_SECONDS)
    report = cluster.load("fanout", sockets=sockets, rate=rate, seconds=LADDER_SECONDS)
    return {
        "deliveries": report["deliveriesPerSecond"],
        "p99": report["latency"]["p99"],
        "microseconds": report["serverSeconds"] / max(report["deliveries"], 1) * 1e6,
        "holds": report["connected"] == sockets + report["senders"]
        and not flaws(report)
        and not report["closes"]
        and not report["failures"]
        and report["sent"] >= 0.97 * rate * LADDER_SECONDS,
    }


PARTS = ["latency", "ceiling", "gateways", "write", "idle", "storm", "slow", "soak", "peers"]


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(prog="deploy/bench")
    parser.add_argument("program", help=argparse.SUPPRESS)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--repetitions", type=int, default=3, help="how often each is measured; the median counts")
    parser.add_argument("--output", default=os.path.join(root, ".build", "bench"), help="where results go")
    arguments = parser.parse_args()
    os.makedirs(arguments.output, exist_ok=True)
    if arguments.parts[:1] == ["serve"]:
        template = Template(arguments.program, arguments.output)
        return peers.serve(template, arguments.parts[1], int(arguments.parts[2]))
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        parser.error(f"There is no part {unknown[0]}: choose from {', '.join(PARTS)}.")
    bench = Bench(arguments.program, arguments.output, arguments.repetitions)
    for part in arguments.parts or PARTS:
        if part == "peers" and not peers.folder():
            bench.say("There are no peers here: left out.")
            continue
        bench.say(f"== {part}")
        lines = getattr(bench, part)()
        print("\n".join(lines) + "\n", flush=True)
        with open(os.path.join(arguments.output, part + ".md"), "w") as file:
            file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
