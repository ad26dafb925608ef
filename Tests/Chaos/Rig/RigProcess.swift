import BilletsProcesses
import Glibc
import Synchronization

/// The process at a post of a rig, through all its lives.
public final class RigProcess: Sendable {
    /// How long a process may take to end by itself before it is killed.
    public static let endPatience: Duration = .seconds(25)

    private let command: [String]
    private let output: String
    private let running = Mutex<TetheredProcess?>(nil)

    /// A process that `command` makes; what it says is appended to `output`.
    init(command: [String], output: String) {
        self.command = command
        self.output = output
    }

    /// Its process id; nil while there is none.
    public var id: Int32? { running.withLock { $0 }?.id }

    /// Whether it runs.
    public var isAlive: Bool { running.withLock { $0 }?.isAlive ?? false }

    /// How many descriptors it has open.
    public var descriptors: Int? { id.flatMap { ProcessFacts(id: $0).descriptors } }

    /// Starts it, in place of one that runs.
    func start() throws {
        kill()
        let process = try TetheredProcess(command, output: output)
        running.withLock { $0 = process }
    }

    /// Ends it the hard way.
    func kill() {
        running.withLock { $0.take() }?.kill()
    }

    /// Sends it a signal.
    func send(_ signal: Int32) {
        running.withLock { $0 }?.send(signal)
    }

    /// Asks it to end, and waits until it has; kills it if it does not.
    ///
    /// - Returns: whether it ended by itself.
    @discardableResult
    func terminate() async -> Bool {
        send(SIGTERM)
        let deadline = ContinuousClock.now.advanced(by: Self.endPatience)
        while isAlive, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(10))
        }
        let endedByItself = !isAlive
        kill()
        return endedByItself
    }
}
