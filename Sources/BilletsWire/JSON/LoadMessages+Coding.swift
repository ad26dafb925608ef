import FoundationEssentials

extension LoadWorkerMessage {
    /// The message as one line of JSON, UTF-8, without the line's end.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 4_096)
        writer.object { writer in
            switch self {
            case .counted(let harvest):
                writer.member("type", "Counted")
                writer.harvest(harvest)
            case .opened(let milliseconds):
                writer.member("type", "Opened")
                writer.member("milliseconds", milliseconds)
            case .prepared(let tickets, let highest):
                writer.member("type", "Prepared")
                writer.member("tickets", tickets)
                writer.member("highest", highest)
            case .settled: writer.member("type", "Settled")
            case .measured(let highest):
                writer.member("type", "Measured")
                writer.member("highest", highest)
            case .finished(let remainder):
                writer.member("type", "Finished")
                writer.remainder(remainder)
            case .failed(let reason):
                writer.member("type", "Failed")
                writer.member("reason", reason)
            }
        }
        return writer.bytes
    }

    /// Reads a line of JSON, UTF-8.
    ///
    /// - Throws: a `DecodingError` if it is no message of a worker.
    public init(decoding line: [UInt8]) throws {
        self = try JSONDecoder().decode(Decoded.self, from: Data(line)).message
    }

    private struct Decoded: Decodable {
        let message: LoadWorkerMessage

        init(from decoder: any Decoder) throws {
            let line = try decoder.container(keyedBy: JSONKey.self)
            switch try line.text("type") {
            case "Counted": message = .counted(try line.harvest())
            case "Opened": message = .opened(milliseconds: try line.wholeNumber("milliseconds"))
            case "Prepared":
                message = .prepared(
                    tickets: try line.wholeNumber("tickets"),
                    highest: try line.wholeNumber("highest")
                )
            case "Settled": message = .settled
            case "Measured": message = .measured(highest: try line.wholeNumber("highest"))
            case "Finished": message = .finished(try line.remainder())
            case "Failed": message = .failed(try line.text("reason"))
            case let type: throw line.unknown(type)
            }
        }
    }
}

extension LoadCoordinatorMessage {
    /// The message as one line of JSON, UTF-8, without the line's end.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            switch self {
            case .begin(let tokens):
                writer.member("type", "Begin")
                writer.key("tokens")
                writer.array(tokens) { $0.string($1) }
            case .prepare: writer.member("type", "Prepare")
            case .settle(let highest):
                writer.member("type", "Settle")
                writer.member("highest", highest)
            case .measure(let start):
                writer.member("type", "Measure")
                writer.member("start", Int64(clamping: start))
            case .finish(let highest):
                writer.member("type", "Finish")
                writer.member("highest", highest)
            case .leave: writer.member("type", "Leave")
            case .stop: writer.member("type", "Stop")
            }
        }
        return writer.bytes
    }

    /// Reads a line of JSON, UTF-8.
    ///
    /// - Throws: a `DecodingError` if it is no message of a coordinator.
    public init(decoding line: [UInt8]) throws {
        self = try JSONDecoder().decode(Decoded.self, from: Data(line)).message
    }

    private struct Decoded: Decodable {
        let message: LoadCoordinatorMessage

        init(from decoder: any Decoder) throws {
            let line = try decoder.container(keyedBy: JSONKey.self)
            switch try line.text("type") {
            case "Begin": message = .begin(tokens: try line.decode([String].self, forKey: "tokens"))
            case "Prepare": message = .prepare
            case "Settle": message = .settle(highest: try line.wholeNumber("highest"))
            case "Measure":
                message = .measure(start: UInt64(clamping: try line.wholeNumber("start")))
            case "Finish": message = .finish(highest: try line.wholeNumber("highest"))
            case "Leave": message = .leave
            case "Stop": message = .stop
            case let type: throw line.unknown(type)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func harvest(_ harvest: LoadHarvest) {
        member("stage", harvest.stage)
        member("slice", harvest.slice)
        member("end", harvest.endMilliseconds)
        member("elapsed", harvest.elapsedMilliseconds)
        named("counters", harvest.counts.counters) { $0.number($1) }
        named("tables", harvest.counts.tables) { writer, table in
            writer.object { writer in
                for (name, count) in table.sorted(by: { $0.key < $1.key }) {
                    writer.member(named: name, count)
                }
            }
        }
        named("histograms", harvest.counts.histograms) { writer, numbers in
            writer.array(numbers) { $0.number($1) }
        }
    }

    private mutating func named<Value>(
        _ key: StaticString,
        _ values: [String: Value],
        _ write: (inout JSONWriter, Value) -> Void
    ) {
        self.key(key)
        object { writer in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                writer.member(named: name) { write(&$0, value) }
            }
        }
    }

    fileprivate mutating func remainder(_ remainder: LoadRemainder) {
        member("test", remainder.test)
        member("measured", remainder.measuredMilliseconds)
        key("interrupted")
        boolean(remainder.isInterrupted)
        member("unsent", remainder.unsent)
        member("unanswered", remainder.unanswered)
        member("outstanding", remainder.outstanding)
        member("stormed", remainder.stormed)
        member("notCaughtUp", remainder.notCaughtUp)
        member("processor", remainder.processorMilliseconds)
        member("residentBytes", remainder.residentBytes)
    }
}

extension KeyedDecodingContainer<JSONKey> {
    fileprivate func harvest() throws -> LoadHarvest {
        var counts = LoadCounts()
        counts.counters = try decode([String: Int64].self, forKey: "counters")
        counts.tables = try decode([String: [String: Int64]].self, forKey: "tables")
        counts.histograms = try decode([String: [Int64]].self, forKey: "histograms")
        return LoadHarvest(
            stage: try text("stage"),
            slice: try wholeNumber("slice"),
            endMilliseconds: try wholeNumber("end"),
            elapsedMilliseconds: try wholeNumber("elapsed"),
            counts: counts
        )
    }

    fileprivate func remainder() throws -> LoadRemainder {
        var remainder = LoadRemainder()
        remainder.test = try text("test")
        remainder.measuredMilliseconds = try wholeNumber("measured")
        remainder.isInterrupted = try flag("interrupted")
        remainder.unsent = try wholeNumber("unsent")
        remainder.unanswered = try wholeNumber("unanswered")
        remainder.outstanding = try wholeNumber("outstanding")
        remainder.stormed = try wholeNumber("stormed")
        remainder.notCaughtUp = try wholeNumber("notCaughtUp")
        remainder.processorMilliseconds = try wholeNumber("processor")
        remainder.residentBytes = try wholeNumber("residentBytes")
        return remainder
    }

    fileprivate func unknown(_ type: String) -> DecodingError {
        .dataCorruptedError(
            forKey: "type",
            in: self,
            debugDescription: "a message of a load test, not \(type)"
        )
    }
}
