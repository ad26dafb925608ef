import Billets
import NIOEmbedded
import Testing

@testable import BilletsGateway

@Suite("SnapshotLoader")
struct SnapshotLoaderTests {
    private let history = History()
    private let questions = Questions()
    private var loader = SnapshotLoader<SocketReference>()

    private func numbers(_ requests: [CatchUpRequest<SocketReference>]) -> [UInt32] {
        requests.map(\.generation)
    }

    @Test("The first who asks has a snapshot read; who asks meanwhile gets the next one")
    mutating func oneAtATime() {
        let delivered = history.cursor(5)
        let first = loader.request(questions.snapshot(1), delivered: delivered)
        #expect(first.ready == nil)
        #expect(first.mustLoad)
        for number: UInt32 in [2, 3] {
            let later = loader.request(questions.snapshot(number), delivered: delivered)
            #expect(later.ready == nil)
            #expect(!later.mustLoad)
        }
        let loaded = loader.loaded(history.snapshot(5))
        #expect(numbers(loaded.waiting) == [1])
        #expect(loaded.mustLoad)
        let next = loader.loaded(history.snapshot(6))
        #expect(numbers(next.waiting) == [2, 3])
        #expect(!next.mustLoad)
    }

    @Test("As long as nothing has been delivered since, the last snapshot is used again")
    mutating func reuse() {
        _ = loader.request(questions.snapshot(1), delivered: history.cursor(5))
        _ = loader.loaded(history.snapshot(6))
        for revision: Int64 in [5, 6] {
            let again = loader.request(questions.snapshot(2), delivered: history.cursor(revision))
            #expect(again.ready?.cursor == history.cursor(6))
            #expect(!again.mustLoad)
        }
    }

    @Test(
        "A snapshot that is older than what was delivered, or of another history, is not used again"
    )
    mutating func stale() {
        for delivered in [history.cursor(7), History().cursor(6)] {
            _ = loader.request(questions.snapshot(1), delivered: history.cursor(6))
            _ = loader.loaded(history.snapshot(6))
            let later = loader.request(questions.snapshot(2), delivered: delivered)
            #expect(later.ready == nil)
            #expect(later.mustLoad)
            _ = loader.loaded(nil)
        }
    }

    @Test("When it cannot be read, those who wait are told, and the next ones have it read again")
    mutating func failure() {
        let delivered = history.cursor(5)
        _ = loader.request(questions.snapshot(1), delivered: delivered)
        _ = loader.request(questions.snapshot(2), delivered: delivered)
        let failed = loader.loaded(nil)
        #expect(numbers(failed.waiting) == [1])
        #expect(failed.mustLoad)
        let loaded = loader.loaded(history.snapshot(5))
        #expect(numbers(loaded.waiting) == [2])
        #expect(!loaded.mustLoad)
    }

    @Test("What was invalidated is read anew, and what nobody asked for is not taken")
    mutating func invalidated() {
        _ = loader.request(questions.snapshot(1), delivered: history.cursor(5))
        _ = loader.loaded(history.snapshot(5))
        loader.invalidate()
        #expect(loader.loaded(history.snapshot(5)).waiting.isEmpty)
        #expect(loader.request(questions.snapshot(2), delivered: history.cursor(5)).mustLoad)
    }
}
