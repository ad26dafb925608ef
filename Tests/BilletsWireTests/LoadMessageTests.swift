import BilletsWire
import Testing

/// The lines between the processes of a load test.
@Suite struct LoadMessageTests {
    private static var harvest: LoadHarvest {
        var counts = LoadCounts()
        counts.counters = ["deliveries": 12, "lost": -3]
        counts.tables = ["failures": ["HTTP 429": 2, "say \"no\"\n": 1]]
        counts.histograms = ["latency": [5, 1, 3_600_000_000, 2]]
        return LoadHarvest(
            stage: "measuring",
            slice: 4,
            endMilliseconds: 1_000,
            elapsedMilliseconds: 250,
            counts: counts
        )
    }

    private static var remainder: LoadRemainder {
        var remainder = LoadRemainder()
        remainder.test = "t1a2b3c4"
        remainder.measuredMilliseconds = 1
        remainder.isInterrupted = true
        remainder.unsent = 2
        remainder.unanswered = 3
        remainder.outstanding = 4
        remainder.stormed = 5
        remainder.notCaughtUp = 6
        remainder.processorMilliseconds = 7
        remainder.residentBytes = 8
        return remainder
    }

    private static let workerMessages: [LoadWorkerMessage] = [
        .counted(harvest), .counted(LoadHarvest(stage: "connecting")), .opened(milliseconds: 9),
        .prepared(tickets: 3, highest: 1), .settled, .measured(highest: 2), .finished(remainder),
        .failed("There is no host 'x'."),
    ]

    private static let coordinatorMessages: [LoadCoordinatorMessage] = [
        .begin(tokens: ["one.two", "three"]), .begin(tokens: []), .prepare, .settle(highest: 7),
        .measure(start: 123_456_789_012), .finish(highest: 8), .leave, .stop,
    ]

    @Test(arguments: workerMessages)
    func `A message of a worker is read as it was written, from one line`(
        message: LoadWorkerMessage
    ) throws {
        let line = message.encoded()
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try LoadWorkerMessage(decoding: line) == message)
    }

    @Test(arguments: coordinatorMessages)
    func `A message of a coordinator is read as it was written, from one line`(
        message: LoadCoordinatorMessage
    ) throws {
        let line = message.encoded()
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try LoadCoordinatorMessage(decoding: line) == message)
    }

    @Test(arguments: ["", "{}", "Settled", #"{"type":"Dance"}"#, #"{"type":"Opened"}"#, "[1]"])
    func `Other lines are refused`(line: String) {
        #expect(throws: (any Error).self) { try LoadWorkerMessage(decoding: Array(line.utf8)) }
        #expect(throws: (any Error).self) {
            try LoadCoordinatorMessage(decoding: Array(line.utf8))
        }
    }

    @Test func `A list of tickets is read as far as it is needed`() throws {
        let text = """
            {"tickets":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","number":4,"title":"A","version":3}],
            "nextCursor":"abc","revision":9}
            """
        let list = try ListedTickets(decoding: Array(text.utf8))
        #expect(list.tickets.map(\.title) == ["A"])
        #expect(list.tickets.map(\.version) == [3])
        #expect(list.nextCursor == "abc")
        #expect(throws: (any Error).self) { try ListedTickets(decoding: Array("{}".utf8)) }
    }
}
