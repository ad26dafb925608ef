public import BilletsWire

/// A report as people read it.
public enum LoadTable {
    private static let labelWidth = 14

    /// The lines of the table.
    public static func lines(of report: LoadReport) -> [String] {
        var lines = [title(report), ""]
        lines += rows(report).map { row($0.0, $0.1) }
        lines += report.parts.map { row("process \($0.number)", part($0)) }
        lines += latencies(report)
        if !report.verdicts.isEmpty {
            lines.append("")
            lines += report.verdicts.map(verdict)
        }
        if !report.notes.isEmpty {
            lines.append("")
            lines += report.notes
        }
        return lines
    }

    private static func title(_ report: LoadReport) -> String {
        let gateways = report.urls.count == 1 ? report.urls[0] : "\(report.urls.count) gateways"
        return "\(report.scenario): \(Figures.grouped(report.sockets)) sockets and "
            + "\(Figures.grouped(report.senders)) senders on \(gateways), "
            + "\(Figures.decimals(report.seconds, 1)) s"
    }

    private static func rows(_ report: LoadReport) -> [(String, String)] {
        var rows: [(String, String)] = []
        if !report.test.isEmpty { rows.append(("test", report.test)) }
        rows.append(("connected", connected(report)))
        if report.senders > 0 { rows.append(("commands", commands(report))) }
        rows.append(
            (
                "deliveries",
                "\(Figures.grouped(report.deliveriesPerSecond))/s  "
                    + "\(Figures.grouped(report.deliveries)) in all  "
                    + "\(Figures.bytes(report.bytesPerSecond))/s"
            )
        )
        rows.append(
            (
                "stream",
                "\(Figures.grouped(report.lost)) lost  \(Figures.grouped(report.repeated)) repeated  "
                    + "\(Figures.grouped(report.outOfOrder)) out of order"
            )
        )
        if report.stormed > 0 { rows.append(("storm", storm(report))) }
        if report.rounds.count + report.roundsGivenUp > 0 {
            let given = Figures.grouped(report.roundsGivenUp)
            rows.append(
                ("rounds", "\(Figures.grouped(report.rounds.count)) done  \(given) given up")
            )
        }
        for (label, counts) in [
            ("rejected", report.rejected), ("closed", report.closes), ("failed", report.failures),
        ] where !counts.isEmpty {
            rows.append((label, list(counts)))
        }
        rows.append(
            (
                report.parts.isEmpty ? "this process" : "\(report.parts.count) processes",
                "\(Figures.decimals(report.processorSeconds, 2)) s of processor  "
                    + "\(Figures.bytes(Double(report.residentBytes)))"
            )
        )
        return rows
    }

    private static func part(_ part: LoadReport.Part) -> String {
        let report = part.report
        let sockets = Figures.grouped(report.connected)
        let all = Figures.grouped(report.sockets + report.senders)
        var text = "\(sockets) of \(all) sockets  "
        if report.senders > 0 { text += "\(Figures.grouped(report.accepted)) accepted  " }
        text +=
            "\(Figures.grouped(report.deliveries)) deliveries  "
            + "p99 \(Figures.decimals(report.latency.p99, 1)) ms  \(Figures.grouped(report.lost)) lost"
        if let failure = part.failure { text += "  \(failure)" }
        return text
    }

    private static func connected(_ report: LoadReport) -> String {
        "\(Figures.grouped(report.connected)) of \(Figures.grouped(report.sockets + report.senders)) "
            + "in \(Figures.decimals(report.connectSeconds, 2)) s"
    }

    private static func commands(_ report: LoadReport) -> String {
        var text =
            "\(Figures.grouped(report.acceptedPerSecond))/s  \(Figures.grouped(report.sent)) sent  "
            + "\(Figures.grouped(report.accepted)) accepted"
        if report.unanswered > 0 { text += "  \(Figures.grouped(report.unanswered)) unanswered" }
        if report.unsent > 0 { text += "  \(Figures.grouped(report.unsent)) not sent" }
        return text
    }

    private static func storm(_ report: LoadReport) -> String {
        "\(Figures.grouped(report.stormed)) sockets  "
            + "\(Figures.grouped(report.notCaughtUp)) not caught up  "
            + "\(Figures.grouped(report.retries)) retries  "
            + "\(Figures.grouped(report.snapshots)) snapshots"
    }

    private static func list(_ counts: [String: Int64]) -> String {
        counts.sorted { $0.key < $1.key }
            .map { "\(Figures.grouped($0.value)) × \($0.key)" }.joined(separator: "  ")
    }

    private static func latencies(_ report: LoadReport) -> [String] {
        let all = [
            ("events", report.latency), ("answers", report.answers), ("rounds", report.rounds),
            ("connecting", report.connects), ("catching up", report.catchUps),
        ].filter { $0.1.count > 0 }
        guard !all.isEmpty else { return [] }
        let head = ["p50", "p90", "p99", "p99.9", "max"].map { Figures.right($0, 11) }.joined()
        return ["", Figures.left("ms", labelWidth) + head]
            + all.map { label, latency in
                Figures.left(label, labelWidth)
                    + [latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
                    .map { Figures.right(Figures.decimals($0), 11) }.joined()
            }
    }

    private static func verdict(_ verdict: LoadReport.Verdict) -> String {
        "\(verdict.isHeld ? "held    " : "NOT HELD") \(verdict.name): wanted \(verdict.wanted), "
            + "found \(verdict.found)"
    }

    private static func row(_ label: String, _ text: String) -> String {
        Figures.left(label, labelWidth) + text
    }
}
