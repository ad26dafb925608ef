import Billets
import BilletsWire
import Synchronization
import Testing

/// How the answers of one commit reach those who wait for them.
@Suite struct AnswerAddressTests {
    /// Keeps what it is told, call by call.
    private final class Taker: AnswerTaker {
        let calls = Mutex<[[UInt64]]>([])

        func take(_ answers: [NumberedAnswer]) {
            calls.withLock { $0.append(answers.map(\.number)) }
        }
    }

    private let refusal = Result<Acceptance, Rejection>.failure(Rejection(.notFound, "None."))

    @Test func `Each gets all of its own in one go, in their order`() {
        let (ada, grace) = (Taker(), Taker())
        let addresses = [(ada, 1), (grace, 1), (ada, 3), (grace, 2), (ada, 2)]
            .map { AnswerAddress($0.0, UInt64($0.1)) }
        AnswerAddress.deliver(addresses.map { ($0, refusal) })
        #expect(ada.calls.withLock { $0 } == [[1, 3, 2]])
        #expect(grace.calls.withLock { $0 } == [[1, 2]])
    }

    @Test func `Nobody is called for nothing`() {
        let ada = Taker()
        AnswerAddress.deliver([])
        #expect(ada.calls.withLock { $0 }.isEmpty)
        AnswerAddress(ada, 7).take(refusal)
        #expect(ada.calls.withLock { $0 } == [[7]])
    }
}
