import BilletsSimulation
import Foundation
import Subprocess
import Testing

@Suite("billets-simulation")
struct SimulationProgramTests {
    /// The executable that was built beside the one that runs these tests.
    private static var program: String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? "").deletingLastPathComponent().path() + "billets-simulation"
    }

    private func run(_ arguments: String...) async throws -> (Int32, output: String, error: String)
    {
        // setpriv: the program ends with these tests, should they be ended.
        let result = try await Subprocess.run(
            .name("setpriv"),
            arguments: Arguments(["--pdeathsig", "KILL", Self.program] + arguments),
            output: .string(limit: 10_000_000),
            error: .string(limit: 1_000_000)
        )
        guard case .exited(let status) = result.terminationStatus else {
            return (-1, result.standardOutput, result.standardError)
        }
        return (status, result.standardOutput, result.standardError)
    }

    @Test("It ends well, and with one line of JSON, when no promise is broken")
    func endsWell() async throws {
        let (status, output, _) = try await run("--schedules", "50", "--seed", "3", "--jobs", "2")
        #expect(status == 0)
        #expect(output.split(separator: "\n").count == 1)
        let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        #expect(json?["schedules"] as? Int == 50)
        #expect(json?["violations"] as? Int == 0)
        #expect((json?["faultsByKind"] as? [String: Int])?.count == FaultKind.allCases.count)
    }

    @Test("It fails when a promise is broken, and tells what led to it")
    func fails() async throws {
        let (status, output, error) = try await run(
            "--schedules",
            "500",
            "--defect",
            "noEpochCheck"
        )
        #expect(status == 1)
        #expect(output.contains("\"violations\":1"))
        #expect(error.contains("with the defect noEpochCheck: "))
        #expect(error.contains(" ms  client "))
    }

    @Test("A seed tells in every process the same history, line by line")
    func repeats() async throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let (status, output, _) = try await run("--history", "--seed", "\(seed)")
            #expect(status == 0)
            let lines = output.split(separator: "\n").map(String.init)
            #expect(lines == Schedule(seed: seed).history())
        }
    }
}
