import BilletsProcesses
import Foundation
import Glibc

/// The processes of one load test on this machine, which are known by its id on their command lines.
struct ProcessesOfTest: Sendable {
    /// The id of the test.
    let test: String

    /// The process that leads the test.
    var coordinator: pid_t? { all.first { !$0.arguments.contains("--worker") }?.id }

    /// The processes that carry out its shares, in the order of the shares.
    var workers: [pid_t] {
        all.filter { $0.arguments.contains("--worker") }
            .sorted { ($0.arguments.last ?? "") < ($1.arguments.last ?? "") }.map(\.id)
    }

    /// Waits until none is left.
    func gone() async throws {
        while !all.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    }

    private var all: [(id: pid_t, arguments: [String])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.compactMap { id in
            guard let data = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
                return nil
            }
            let arguments = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard arguments.first?.hasSuffix("/les-billets") == true, arguments.contains(test),
                ProcessFacts(id: id).isAlive
            else { return nil }
            return (id, arguments)
        }
    }
}
