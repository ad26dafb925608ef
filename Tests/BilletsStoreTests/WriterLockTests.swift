import Billets
import Dispatch
import Testing

@testable import BilletsStore

@Suite struct WriterLockTests {
    @Test("Whoever holds the lock excludes all others until it is released")
    func excludes() async throws {
        let folder = try TemporaryFolder()
        let first = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        let second = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        try first.acquire()
        let (steps, continuation) = AsyncStream.makeStream(of: String.self)
        DispatchQueue(label: "second")
            .async {
                do {
                    try second.acquire()
                    continuation.yield("second")
                    second.release()
                } catch {
                    continuation.yield("\(error)")
                }
                continuation.finish()
            }
        continuation.yield("first")
        first.release()
        var seen: [String] = []
        for await step in steps { seen.append(step) }
        #expect(seen == ["first", "second"])
    }

    @Test("A wait that takes too long is given up, and leaves nothing behind")
    func givesUp() throws {
        let folder = try TemporaryFolder()
        let first = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        let second = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .zero)
        for _ in 1...3 {
            try first.acquire()
            let refusal = #expect(throws: Rejection.self) { try second.acquire() }
            #expect(refusal?.code == .unavailable)
            first.release()
        }
        // Only a wait that was given up, and gives the lock back, can be in the way.
        try first.acquire()
        first.release()
    }
}
