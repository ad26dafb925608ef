"""Which metrics the alert rules and the dashboard use, whether what serves them offers them, and whether all of it fits together.

    monitoring.py            checks rules, their tests, dashboard and runbook against one another, with promtool
    monitoring.py --names    prints the metrics that are used
    monitoring.py FILE…      says which of them are missing from these scrapes
"""

import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MONITORING = os.path.join(ROOT, "deploy", "monitoring")
NAME = re.compile(r"\b((?:les_billets|process|haproxy)_[a-z0-9_]+)\b")


def _text(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def dashboard():
    """The dashboard of Grafana."""
    return json.loads(_text(MONITORING, "grafana", "dashboards", "les-billets.json"))


def expressions(board):
    """The queries of a dashboard."""
    found = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    return found + [each["expr"] for each in board["annotations"]["list"] if "expr" in each]


def alerts():
    """The alert rules: name, expression, severity, heading of the runbook."""
    # promtool has the last word on the file's form; here it is enough to know how we write it.
    found = []
    for block in re.split(r"^      - alert: ", _text(MONITORING, "alerts.yml"), flags=re.MULTILINE)[1:]:
        expression = re.search(r"^ +expr: (.*?)(?=^        \w+:)", block, re.MULTILINE | re.DOTALL)
        severity = re.search(r"severity: (\w+)", block)
        runbook = re.search(r"runbook: (\S+)", block)
        found.append({
            "name": block.split()[0],
            "expression": expression.group(1) if expression else "",
            "severity": severity.group(1) if severity else None,
            "summary": "summary:" in block,
            "runbook": runbook.group(1) if runbook else None,
        })
    return found


def names():
    """The metrics that rules and dashboard use."""
    used = [each["expression"] for each in alerts()] + expressions(dashboard())
    return sorted({name for text in used for name in NAME.findall(text)})


def missing(scrape):
    """The metrics that rules and dashboard use, and that are not in this text of Prometheus's format."""
    offered = set(re.findall(r"^# TYPE (\S+) ", scrape, re.MULTILINE)) | set(re.findall(r"^([a-z_:]+)[{ ]", scrape, re.MULTILINE))
    return [name for name in names() if name not in offered and re.sub(r"_(bucket|sum|count)$", "", name) not in offered]


def headings(text):
    """The anchors of a text's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def complaints():
    """What does not fit together."""
    board = dashboard()
    ids = [panel["id"] for panel in board["panels"]]
    if len(ids) != len(set(ids)):
        yield "two panels of the dashboard have one id"
    tests = _text(MONITORING, "alerts.test.yml")
    readme = headings(_text(ROOT, "deploy", "README.md"))
    for alert in alerts():
        name = alert["name"]
        if alert["severity"] not in ("critical", "warning", "info"):
            yield f"{name} has no severity"
        if not alert["summary"]:
            yield f"{name} has no summary"
        if not re.search(rf"alertname: {name}\n +exp_alerts:\n +- exp_labels", tests):
            yield f"no test shows that {name} fires"
        if not re.search(rf"alertname: {name}, exp_alerts: \[\]", tests):
            yield f"no test shows that {name} is silent in an ordinary hour"
        file, _, heading = (alert["runbook"] or "").partition("#")
        if file != "deploy/README.md" or heading not in readme:
            yield f"the runbook of {name} is no heading of deploy/README.md: {alert['runbook']}"
    yield from promtool(board)


def promtool(board):
    """What promtool complains of."""
    # The dashboard's queries as rules, since promtool reads no dashboards.
    queries = [re.sub(r"\$__rate_interval", "1m", expression) for expression in expressions(board)]
    rules = {"groups": [{"name": "dashboard", "rules": [
        {"record": f"dashboard:query_{index}", "expr": query} for index, query in enumerate(queries)]}]}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dashboard.yml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(rules, file)
        for command in (
            ("check", "config", os.path.join(MONITORING, "prometheus.yml")),
            ("check", "config", "--syntax-only", os.path.join(ROOT, "deploy", "systemd", "prometheus.yml")),
            ("check", "rules", "--lint-fatal", os.path.join(MONITORING, "alerts.yml")),
            ("check", "rules", path),
            ("test", "rules", os.path.join(MONITORING, "alerts.test.yml")),
        ):
            done = subprocess.run(("promtool", *command), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode != 0:
                yield f"promtool {' '.join(command)}:\n{done.stdout}"


def main(arguments):
    """Does what the head of this file says."""
    if arguments == ["--names"]:
        print("\n".join(names()))
        return 0
    if arguments:
        found = missing("\n".join(_text(path) for path in arguments))
        print("\n".join(found) if found else f"all {len(names())} metrics are there")
        return 1 if found else 0
    found = list(complaints())
    print("\n".join(found) if found else
          f"{len(alerts())} alert rules, {len(expressions(dashboard()))} queries of the dashboard, {len(names())} metrics: all fits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
