import BilletsLoad
import BilletsWire
import Subprocess

/// A process that carries out a share of a load test: this program, with the same arguments and `--worker`.
///
/// It gets its orders, and the session tokens, over its standard input, and reports over its standard output, in lines of
/// JSON. It is the leader of a process group of its own, so that a Ctrl-C at the terminal reaches the coordinator only,
/// which then ends the test in order. It ends when its standard input does: it never outlives its coordinator.
struct LoadWorkerProcess: Sendable {
    /// The longest line of a worker: a harvest with full histograms.
    static let lineBytesMaximum = 16 * 1024 * 1024

    /// The path of this program.
    let program: String

    /// The arguments of the worker.
    let arguments: [String]

    /// Runs the worker to its end.
    ///
    /// It is sent what `orders` brings, and killed when they end. `receive` takes each line that it writes.
    func run(
        orders: AsyncStream<LoadCoordinatorMessage>,
        receive: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async -> ProcessEnd {
        do {
            var options = PlatformOptions()
            options.processGroupID = 0
            let result = try await Subprocess.run(
                .name("env"),
                arguments: Arguments([program] + arguments),
                environment: .inherit.updating(Self.environment),
                platformOptions: options,
                input: .inputWriter,
                output: .sequence,
                error: .currentStandardError
            ) { execution in
                try await withThrowingTaskGroup { group in
                    group.addTask {
                        let input = execution.standardInputWriter
                        for await order in orders {
                            // A worker that is gone is told of by its end.
                            _ = try? await input.write(order.encoded() + [UInt8(ascii: "\n")])
                        }
                        if !Task.isCancelled { try? execution.send(signal: .kill) }
                    }
                    var lines = LineBuffer(lineBytesMaximum: Self.lineBytesMaximum)
                    for try await piece in execution.standardOutput {
                        let bytes = piece.withUnsafeBytes { Array($0) }
                        for line in try lines.append(bytes) { try await receive(line) }
                    }
                    group.cancelAll()
                }
            }
            switch result.terminationStatus {
            case .exited(let status): return .exited(status)
            case .signaled(let signal): return .signalled(signal)
            }
        } catch {
            return .neverBegan("\(error)")
        }
    }

    /// A worker needs no password: it gets tokens.
    private static var environment: [Environment.Key: String?] {
        var environment: [Environment.Key: String?] = [:]
        for setting in [Setting.password, .token] {
            for name in [setting.rawValue, setting.fileVariable] {
                guard let key = Environment.Key(rawValue: name) else { continue }
                environment[key] = String?.none
            }
        }
        return environment
    }
}
