import Billets
import BilletsWire
import Testing

@testable import BilletsLink

/// A ledger that a test may ask inside an expectation.
private final class LedgerBench {
    private var ledger = AnswerLedger()

    var hasRoom: Bool { ledger.hasRoom }

    func takeIn() -> Bool { ledger.takeIn() }

    func answer(_ sequence: UInt64) {
        let rejection = Rejection(.notFound, "There is no such ticket.")
        ledger.answer(NumberedAnswer(number: sequence, result: .failure(rejection)))
    }

    func sent() { ledger.sent() }

    func drain() { ledger.drain() }

    func abandon() { ledger.abandon() }

    /// The numbers of what goes next, if anything.
    func next() -> [UInt64]? {
        guard case .send(let batch) = ledger.turn() else { return nil }
        return batch.map(\.number)
    }

    func isAtEnd() -> Bool {
        if case .end = ledger.turn() { true } else { false }
    }
}

@Suite("AnswerLedger")
struct AnswerLedgerTests {
    private let ledger = LedgerBench()

    @Test("Answers go as they are ready, together")
    func together() {
        for _ in 0..<3 { #expect(ledger.takeIn()) }
        #expect(ledger.next() == nil)
        ledger.answer(2)
        ledger.answer(1)
        #expect(ledger.next() == [2, 1])
        #expect(ledger.next() == nil)
        #expect(!ledger.isAtEnd())
    }

    @Test("There is no room while too many are unanswered or unsent")
    func room() {
        let maximum = UInt64(LinkLimits.heldCommandsMaximum)
        for _ in 0..<maximum { #expect(ledger.takeIn()) }
        #expect(!ledger.hasRoom)
        for sequence in 0..<maximum { ledger.answer(sequence) }
        #expect(!ledger.hasRoom)
        let sent = ledger.next()
        #expect(sent?.count == LinkLimits.batchAnswersMaximum)
        #expect(!ledger.hasRoom)
        ledger.sent()
        #expect(ledger.hasRoom)
    }

    @Test("Draining takes nothing in, answers what was taken in, and ends")
    func drain() {
        #expect(ledger.takeIn())
        ledger.drain()
        #expect(!ledger.takeIn())
        #expect(!ledger.isAtEnd())
        ledger.answer(1)
        #expect(ledger.next() == [1])
        #expect(ledger.isAtEnd())
    }

    @Test("When the gateway is gone it ends at once, and late answers are dropped")
    func abandon() {
        #expect(ledger.takeIn())
        ledger.abandon()
        #expect(ledger.isAtEnd())
        ledger.answer(1)
        #expect(ledger.isAtEnd())
        #expect(ledger.hasRoom)
    }
}
