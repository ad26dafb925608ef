import Glibc
import Subprocess

/// The life of one process of a cluster, from its making to its end.
///
/// It is the leader of a process group of its own, so that a Ctrl-C at the terminal reaches the
/// cluster only, which then ends the processes in order. And it dies with the cluster, even one that
/// is killed: `setpriv` (util-linux, on every Debian) asks the kernel for that (prctl(2),
/// PR_SET_PDEATHSIG), and the shell behind it sees that the cluster had not died before. The signal is
/// SIGKILL, which nothing can outlive; every process of a cluster is built to survive one without harm.
///
/// The kernel's promise is about the thread that makes the process. swift-subprocess 1.0.2 makes all
/// of them on one thread of its own, which lives as long as this process (its Thread.swift).
struct ClusterProcess: Sendable {
    /// What is run.
    let launch: ProcessLaunch

    /// The path of setpriv.
    let tether: String

    /// This process, whose death is the child's too.
    let parentPID: Int32

    /// The path of its log.
    let logPath: String

    /// Whether a process before it has begun that log.
    let continuesLog: Bool

    /// Takes a sentence when the log cannot be written, and when it can be again.
    let say: @Sendable (String) -> Void

    /// Runs the process; returns when it has ended and its whole output is in the log.
    ///
    /// `begun` is called with its pid; then it is sent each signal of `signals`. A log that cannot be written, as on a
    /// full disk, does not keep it from running.
    func run(
        signals: AsyncStream<ProcessSignal>,
        begun: @escaping @Sendable (Int32) -> Void
    ) async -> ProcessEnd {
        do {
            var options = PlatformOptions()
            options.processGroupID = 0
            var log = LogFile(path: logPath, continues: continuesLog)
            let result = try await Subprocess.run(
                .name("env"),
                arguments: Arguments(arguments),
                environment: .inherit.updating(environment),
                platformOptions: options,
                input: .none,
                output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                begun(execution.processIdentifier.value)
                try await withThrowingTaskGroup { group in
                    group.addTask {
                        for await signal in signals { try? execution.send(signal: signal.number) }
                    }
                    for try await piece in execution.standardOutput {
                        switch log.append(piece.withUnsafeBytes { Array($0) }) {
                        case .fails(let error): say(sentence(about: error))
                        case .works: say("The log '\(logPath)' is written again.")
                        case nil: break
                        }
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

    private func sentence(about error: Int32) -> String {
        "The log '\(logPath)' cannot be written (\(String(cString: strerror(error)))): its lines are dropped until it can."
    }

    private var arguments: [String] {
        // $0 is the cluster's pid. A process whose parent is another one has lost it already.
        [
            tether, "--pdeathsig", "KILL", "--", "/bin/sh", "-c",
            "[ \"$PPID\" = \"$0\" ] && exec \"$@\"",
        ]
            + ["\(parentPID)", launch.program] + launch.arguments
    }

    private var environment: [Environment.Key: String?] {
        var environment: [Environment.Key: String?] = [:]
        for (name, value) in launch.environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            environment[key] = value
        }
        return environment
    }
}

extension ProcessSignal {
    fileprivate var number: Signal {
        switch self {
        case .closeDoors: .userDefinedOne
        case .end: .terminate
        case .kill: .kill
        }
    }
}
