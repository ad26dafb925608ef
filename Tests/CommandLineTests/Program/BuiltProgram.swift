import BilletsProcesses
import Foundation
import Subprocess

/// The program as it was built beside these tests, run as somebody at a keyboard would.
struct BuiltProgram: Sendable {
    /// What a run left behind.
    struct Outcome: Sendable {
        /// The exit status; what a signal ended has 128 and its number, as shells say it.
        let status: Int32

        /// What it wrote to standard output.
        let output: String

        /// What it wrote to standard error.
        let error: String

        /// Standard error line by line.
        var complaints: [Substring] { error.split(whereSeparator: \.isNewline) }

        /// The complaints of a load test, without the notices about a slow server.
        var complaintsOfLoad: [Substring] {
            complaints.filter { !$0.hasPrefix("les-billets: Waiting for ") }
        }
    }

    /// The most that is kept of what a run says.
    static let outputBytesMaximum = 256 * 1024

    /// The path of the executable.
    var path = Self.built

    /// The folder it is started in.
    var folder = "/"

    /// What its environment says; nothing is inherited but what sanitizers are told.
    var environment = BareEnvironment.variables

    /// The program with these variables set.
    func with(_ variables: [String: String]) -> BuiltProgram {
        var program = self
        program.environment.merge(variables) { $1 }
        return program
    }

    /// The program with this variable not set.
    func without(_ variable: String) -> BuiltProgram {
        var program = self
        program.environment[variable] = nil
        return program
    }

    /// Runs the program to its end.
    func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: input)
    }

    /// Runs the program, and sends it SIGINT once there is a file at `path`, as Ctrl-C would.
    func runInterrupted(whenThereIs path: String, _ arguments: String...) async throws -> Outcome {
        // What a shell starts in the background would ignore SIGINT.
        let script = """
            env --default-signal=INT "$@" & pid=$!
            until [ -e "$0" ] || ! kill -0 $pid 2>/dev/null; do sleep 0.05; done
            kill -INT $pid; wait $pid
            """
        return try await run([self.path] + arguments, by: ["sh", "-c", script, path])
    }

    /// Runs the program, which may have so many descriptors.
    func runWithDescriptors(_ count: Int, _ arguments: String...) async throws -> Outcome {
        try await runWithDescriptors(count, arguments)
    }

    /// Runs the program, which may have so many descriptors.
    func runWithDescriptors(_ count: Int, _ arguments: [String]) async throws -> Outcome {
        try await run([path] + arguments, by: ["prlimit", "--nofile=\(count)"])
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        try await run([path] + arguments, by: [], input: input)
    }

    private func run(
        _ command: [String],
        by starter: [String],
        input: String = ""
    ) async throws -> Outcome {
        // The input comes from the shell: swift-subprocess 1.0.2 ends this process if the program has gone
        // before it has taken its input ("FileDescriptor … was not closed").
        let script = "cd \"$1\" && shift && printf %s \"$0\" | \"$@\""
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(["-c", script, input, folder] + starter + command),
            environment: .custom(variables),
            input: .none,
            output: .string(limit: Self.outputBytesMaximum),
            error: .string(limit: Self.outputBytesMaximum)
        )
        return Outcome(
            status: Self.status(result.terminationStatus),
            output: result.standardOutput,
            error: result.standardError
        )
    }

    /// Runs a server; calls `body` with the first line of its standard output, then sends `signal`, and
    /// waits for the end.
    func serve(
        _ arguments: String...,
        endWith signal: Signal = .interrupt,
        body: @Sendable (String) async throws -> Void
    ) async throws -> Outcome {
        try await serve(arguments, endWith: signal, body: body)
    }

    /// Runs a server; calls `body` with the first line of its standard output, then sends `signal`, and
    /// waits for the end.
    func serve(
        _ arguments: [String],
        endWith signal: Signal = .interrupt,
        body: @Sendable (String) async throws -> Void
    ) async throws -> Outcome {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(20))]
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(command(arguments)),
            environment: .custom(variables),
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .string(limit: Self.outputBytesMaximum)
        ) { execution in
            var text = ""
            var isServing = false
            for try await piece in execution.standardOutput {
                text += piece.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                guard !isServing, let end = text.firstIndex(of: "\n") else { continue }
                isServing = true
                try await body(String(text[..<end]))
                try execution.send(signal: signal)
            }
            return text
        }
        return Outcome(
            status: Self.status(result.terminationStatus),
            output: result.closureResult,
            error: result.standardError
        )
    }

    private var variables: [Environment.Key: String] {
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        return variables
    }

    private func command(_ arguments: [String]) -> [String] {
        ["-c", "cd \"$0\" && exec \"$@\"", folder, path] + arguments
    }

    private static func status(_ end: TerminationStatus) -> Int32 {
        switch end {
        case .exited(let status): status
        case .signaled(let number): 128 + number
        }
    }

    /// The executable that was built beside the one that runs these tests.
    private static var built: String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? "").deletingLastPathComponent().path() + "les-billets"
    }
}
