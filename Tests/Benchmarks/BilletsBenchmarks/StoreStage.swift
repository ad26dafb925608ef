import Benchmark
import Billets
import BilletsStore
import BilletsWire
import Dispatch
import Foundation
import Logging

/// A real store in a file of a temporary folder, on the disk that TMPDIR names: there while a benchmark runs.
final class StoreStage {
    /// The store cannot be used as a benchmark means to.
    enum Fault: Error {
        /// It is not open.
        case closed

        /// Commands were not answered in time.
        case unanswered

        /// A command was refused.
        case refused(Rejection)
    }

    private static let answerSecondsMaximum = 60

    private static let migrations = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "migrations").path()

    private var folder: URL?
    private var opened: SQLiteStore?

    /// Whatever is asked of the store: its answers come from a file that `open` made.
    var store: SQLiteStore {
        get throws(Fault) {
            guard let opened else { throw .closed }
            return opened
        }
    }

    /// Makes a database, and opens it.
    func open() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "billets-benchmark-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        let path = folder.appending(path: "tickets.db").path()
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        try Migrator(folder: Self.migrations, logger: logger).migrate(path)
        opened = try SQLiteStore.open(.file(path), logger: logger)
    }

    /// Closes the database, and removes it.
    func close() async throws {
        await opened?.close()
        opened = nil
        if let folder { try FileManager.default.removeItem(at: folder) }
        folder = nil
    }

    /// Carries out `requests` in as few transactions as the store likes.
    @discardableResult
    func carryOut(_ requests: [CommandRequest]) throws -> [Acceptance] {
        let answers = BatchAnswers(count: requests.count)
        for request in requests { try store.submit(request) { answers.take($0) } }
        return try answers.wait(seconds: Self.answerSecondsMaximum)
    }

    /// Carries out `requests` in exactly one transaction, which `benchmark` measures, answers and all.
    ///
    /// They come in while the one before it is held up: so they all wait, and share the next.
    func commit(_ requests: [CommandRequest], measuredBy benchmark: Benchmark) throws {
        let store = try store
        let held = Gate()
        store.submit(Self.refusedRequest) { _ in held.stop() }
        held.awaitStop()
        let answers = BatchAnswers(count: requests.count)
        for request in requests { store.submit(request) { answers.take($0) } }
        try benchmark.measure {
            held.open()
            _ = try answers.wait(seconds: Self.answerSecondsMaximum)
        }
    }

    /// A command that changes nothing: there is no such ticket.
    private static var refusedRequest: CommandRequest {
        CommandRequest(
            user: User(id: .random(), name: "Nobody"),
            requestID: nil,
            command: .lock(.random())
        )
    }
}
