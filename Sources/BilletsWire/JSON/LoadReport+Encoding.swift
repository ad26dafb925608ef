extension LoadReport {
    /// The report as one JSON object, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 8_192)
        writer.object { writer in
            shape(&writer)
            work(&writer)
            stream(&writer)
            times(&writer)
            outcome(&writer)
        }
        return writer.bytes
    }

    private func part(_ part: Part, _ writer: inout JSONWriter) {
        let report = part.report
        writer.object { writer in
            writer.member("process", Int64(part.number))
            writer.member("failure", part.failure)
            report.size(&writer)
            report.work(&writer)
            report.stream(&writer)
            report.times(&writer)
            report.resources(&writer)
        }
    }

    private func shape(_ writer: inout JSONWriter) {
        writer.member("scenario", scenario)
        writer.member("test", test)
        writer.key("urls")
        writer.array(urls) { $0.string($1) }
        size(&writer)
    }

    private func size(_ writer: inout JSONWriter) {
        writer.member("sockets", Int64(sockets))
        writer.member("senders", Int64(senders))
        writer.member("connected", connected)
        writer.decimal("connectSeconds", connectSeconds)
        writer.decimal("seconds", seconds)
        writer.key("interrupted")
        writer.boolean(isInterrupted)
    }

    private func work(_ writer: inout JSONWriter) {
        writer.member("sent", sent)
        writer.member("unsent", unsent)
        writer.member("accepted", accepted)
        writer.member("unanswered", unanswered)
        writer.decimal("acceptedPerSecond", acceptedPerSecond)
        writer.counts("rejected", rejected)
    }

    private func stream(_ writer: inout JSONWriter) {
        writer.member("deliveries", deliveries)
        writer.decimal("deliveriesPerSecond", deliveriesPerSecond)
        writer.decimal("bytesPerSecond", bytesPerSecond)
        writer.member("lost", lost)
        writer.member("repeated", repeated)
        writer.member("outOfOrder", outOfOrder)
        writer.member("snapshots", snapshots)
        writer.counts("closes", closes)
        writer.counts("failures", failures)
    }

    private func times(_ writer: inout JSONWriter) {
        writer.latency("latency", latency)
        writer.latency("answers", answers)
        writer.latency("connects", connects)
        if stormed > 0 {
            writer.latency("catchUps", catchUps)
            writer.member("stormed", stormed)
            writer.member("notCaughtUp", notCaughtUp)
            writer.member("retries", retries)
        }
        if rounds.count + roundsGivenUp > 0 {
            writer.latency("rounds", rounds)
            writer.member("roundsGivenUp", roundsGivenUp)
        }
    }

    private func resources(_ writer: inout JSONWriter) {
        writer.decimal("processorSeconds", processorSeconds)
        writer.member("residentBytes", residentBytes)
    }

    private func outcome(_ writer: inout JSONWriter) {
        resources(&writer)
        writer.member("ticketsLeftOpen", ticketsLeftOpen) { $0.number($1) }
        if !parts.isEmpty {
            writer.key("processes")
            writer.array(parts) { part($1, &$0) }
        }
        writer.key("slices")
        writer.array(slices) { writer, slice in
            writer.object {
                $0.decimal("second", slice.second)
                $0.decimal("deliveriesPerSecond", slice.deliveriesPerSecond)
                $0.decimal("acceptedPerSecond", slice.acceptedPerSecond)
                $0.decimal("p50", slice.p50)
                $0.decimal("p99", slice.p99)
                $0.decimal("max", slice.max)
            }
        }
        writer.key("objectives")
        writer.array(verdicts) { writer, verdict in
            writer.object {
                $0.member("name", verdict.name)
                $0.member("wanted", verdict.wanted)
                $0.member("found", verdict.found)
                $0.key("held")
                $0.boolean(verdict.isHeld)
            }
        }
        writer.key("held")
        writer.boolean(isHeld)
        writer.key("notes")
        writer.array(notes) { $0.string($1) }
    }
}

extension JSONWriter {
    /// Writes a member that is a number with at most three decimals.
    fileprivate mutating func decimal(_ key: StaticString, _ value: Double) {
        self.key(key)
        let thousandths = value.isFinite ? Int64((value * 1_000).rounded()) : 0
        let digits = String(thousandths.magnitude % 1_000)
        let padding = String(repeating: "0", count: 3 - digits.count)
        let whole = thousandths.magnitude / 1_000
        encoded(Array("\(thousandths < 0 ? "-" : "")\(whole).\(padding)\(digits)".utf8))
    }

    /// Writes a member that is an object of numbers, in the order of their names.
    fileprivate mutating func counts(_ key: StaticString, _ counts: [String: Int64]) {
        self.key(key)
        object { writer in
            for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
                writer.member(named: name, count)
            }
        }
    }

    /// Writes a member that is an object of times in milliseconds.
    fileprivate mutating func latency(_ key: StaticString, _ latency: LoadReport.Latency) {
        self.key(key)
        object {
            $0.member("count", latency.count)
            $0.decimal("mean", latency.mean)
            $0.decimal("p50", latency.p50)
            $0.decimal("p90", latency.p90)
            $0.decimal("p99", latency.p99)
            $0.decimal("p99.9", latency.p999)
            $0.decimal("max", latency.max)
        }
    }
}
