import Billets
import BilletsContracts
import BilletsLink
import BilletsProcesses
import BilletsSeeds
import Foundation
import Testing

/// A run of the store is recorded, write by write; then the power is cut at many moments of it.
@Suite("Power cuts", .serialized, .timeLimit(.minutes(30)))
struct PowerCutTests {
    /// What was found in all images.
    private struct Result: Sendable {
        var images = 0
        var lost: [String] = []
        var faults: [String] = []
        var accepted = 0
    }

    /// How many commands a run accepts: enough for some checkpoints, which come every 1,000 pages.
    private static let commands = 600

    @Test(
        "Wherever the power is cut, every command that was accepted by then is there, and the database is whole"
    )
    func cuts() async throws {
        let record = try await Self.record()
        let honest = try await Self.open(record, images: Rounds.images, ignoring: nil)
        #expect(honest.lost == [])
        #expect(honest.faults == [])
        // The proof that this sees: were the log not synced before the answer, commands would be lost.
        let pretended = try await Self.open(record, images: Rounds.images / 4, ignoring: "-wal")
        #expect(!pretended.lost.isEmpty)
        print(
            "\(honest.images) power cuts (seed \(Rounds.seed)) in a run of \(record.operations.count) "
                + "operations and \(honest.accepted) accepted commands: \(honest.lost.count) lost, "
                + "\(honest.faults.count) faults; with a log that is not synced \(pretended.lost.count) of "
                + "\(pretended.images) lost something"
        )
    }

    /// Lets a store process make a database and clients write to it, and keeps what it did to its files.
    private static func record() async throws -> DiskRecord {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        let database = folder.path + "/tickets.db"
        let disk = try FaultyDisk(of: database, in: tools.path, isRecording: true)
        let program = Program(disk: disk)
        let made = try await program.run("migrate", "--database", database)
        guard made.isSuccess else { throw Trouble(made.said) }
        let socket = tools.path + "/s"
        let writers = Writers(of: .unix(path: socket)) { requestID, revision in
            disk.mark("\(requestID) \(revision.number)")
        }
        try await writers.with(8, seed: Rounds.seed) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ =
                        try await program
                        .run("store", "--database", database, "--listen", "unix:" + socket)
                }
                defer { group.cancelAll() }
                try await writers.accept(more: commands)
            }
        }
        guard let path = disk.recordPath else { throw Trouble("nothing was recorded") }
        return try DiskRecord(path: path)
    }

    /// Cuts the power at random moments, and opens what is then on the disk as the product does.
    private static func open(
        _ record: DiskRecord,
        images: Int,
        ignoring suffix: String?
    ) async throws -> Result {
        var generator = SeededGenerator(seed: Rounds.seed)
        let count = record.operations.count
        let moments = (0..<images).map { _ in Int.random(in: 0...count, using: &generator) }
            .sorted()
        var disk = PowerCut(ignoresSyncOf: suffix)
        var accepted: [RequestID: Revision] = [:]
        var done = 0
        var result = Result()
        for moment in moments {
            while done < moment {
                let operation = record.operations[done]
                disk.apply(operation)
                if case .mark(let text) = operation { Self.take(text, into: &accepted) }
                done += 1
            }
            let mood = PowerCut.Mood.allCases.randomElement(using: &generator) ?? .tears
            let folder = try ScratchFolder()
            try disk.image(mood, using: &generator).save(in: folder.path)
            let place = "cut \(moment), \(mood), seed \(Rounds.seed)"
            do {
                let finding = try await DatabaseCheck.findingsOfProduct(
                    at: folder.path + "/tickets.db"
                )
                let lost = accepted.count { finding.revisions[$0.key] != $0.value }
                if lost > 0 { result.lost.append("\(place): \(lost) commands") }
                result.faults += finding.faults.map { "\(place): \($0)" }
            } catch {
                result.faults.append("\(place): \(error)")
            }
            result.images += 1
            result.accepted = accepted.count
        }
        return result
    }

    private static func take(_ text: String, into accepted: inout [RequestID: Revision]) {
        let words = text.split(separator: " ")
        guard words.count == 2, let id = RequestID(String(words[0])), let number = Int64(words[1])
        else { return }
        accepted[id] = Revision(number)
    }
}
