import BilletsWire

/// What somebody should know who reads a report: what was not as it should be, and what to do.
enum LoadAdvice {
    /// The sentences.
    static func notes(on report: LoadReport) -> [String] {
        var notes: [String] = []
        if report.foreignChanges > 0 {
            notes.append(
                "Other load tests changed tickets meanwhile: their events were checked, but are not part of the latencies."
            )
        }
        if report.isInterrupted { notes.append("It was ended before its time.") }
        if let refused = report.failures["HTTP 429"] {
            notes.append(
                "\(Figures.grouped(refused)) sockets were refused with 429: gateways limit the sockets of an "
                    + "address and of a user. Start them with --no-limits, or give more --email."
            )
        }
        if let limited = report.rejected["rate_limited"] {
            notes.append(
                "\(Figures.grouped(limited)) commands were rate_limited: gateways limit the messages of a user. "
                    + "Start them with --no-limits, or give more --email."
            )
        }
        if report.closes["1008"] != nil {
            notes.append("Gateways closed sockets with 1008, for sending too much for long.")
        }
        if let slow = report.closes["4408"] {
            notes.append(
                "\(Figures.grouped(slow)) sockets were closed as slow consumers (4408): they, or this process, did not keep "
                    + "up. Give it more --threads if there are processors left."
            )
        }
        if let ports = report.failures["no port left to connect from"] {
            notes.append("\(Figures.grouped(ports)) sockets had no port left to connect from.")
        }
        if report.unsent > 0 {
            notes.append(
                "\(Figures.grouped(report.unsent)) changes were due and could not be sent, since earlier ones "
                    + "had no answer: the installation does not keep up with the rate, or --senders and --window are too few."
            )
        }
        if report.scenario != "idle", report.accepted > 0, report.latency.count == 0 {
            notes.append("No event bore the time of its change, so there are no latencies.")
        }
        if report.scenario != "idle", report.senders == 0, report.test.isEmpty {
            notes.append(
                "No change of a load test on this machine was seen, so there are no latencies."
            )
        }
        return notes
    }
}

extension LoadAdvice {
    /// Warnings about what went wrong and no stated objective is about.
    static func warnings(on report: LoadReport, stated objectives: [Objective]) -> [String] {
        var warnings: [String] = []
        let failed =
            report.failures.values.reduce(0, +) + report.closes.values.reduce(0, +)
        if failed > 0, !objectives.contains(where: \.isAboutSockets) {
            warnings.append(
                "Warning: \(Figures.grouped(failed)) sockets did not get in or were closed, and no stated objective is about "
                    + "that: --loss and the latencies cover connected sockets only. State --failures 0, too."
            )
        }
        guard !objectives.isEmpty else { return warnings }
        let refused = report.rejected.filter { $0.key != "locked" }.values.reduce(0, +)
        let undone = refused + report.unanswered + report.unsent
        if undone > 0, !objectives.contains(where: \.isAboutCommands) {
            warnings.append(
                "Warning: \(Figures.grouped(undone)) commands were rejected, not answered or not sent, and no stated "
                    + "objective is about that: state --rejections 0, too."
            )
        }
        let flaws = report.lost + report.repeated + report.outOfOrder
        if flaws > 0, !objectives.contains(where: \.isAboutLoss) {
            warnings.append(
                "Warning: \(Figures.grouped(flaws)) events were lost, repeated or out of order, and no stated objective is "
                    + "about that: state --loss 0, too."
            )
        }
        return warnings
    }

    /// The sentence about a test of which no socket got in, for these reasons.
    static func nobodyGotIn(_ failures: [String: Int64]) -> String {
        let reasons = failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\(Figures.grouped($0.value)) × \($0.key)" }.joined(separator: ", ")
        return "No socket got in (\(reasons)): \(failureAdvice(Set(failures.keys)))"
    }

    /// What to do when no socket got in, for these reasons.
    static func failureAdvice(_ reasons: Set<String>) -> String {
        if reasons.contains("HTTP 401") { return "the session or token is not valid there." }
        if reasons.contains("HTTP 403") { return "the account may not open sockets there." }
        if reasons.contains("HTTP 429") {
            return
                "gateways limit the sockets of an address and of a user; start them with --no-limits."
        }
        if reasons.contains("connection refused") {
            return "nobody listens there; see what --url says."
        }
        return "see that --url names gateways, and that they are ready."
    }
}
