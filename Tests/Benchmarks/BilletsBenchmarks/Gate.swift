import Dispatch

/// Holds up whoever comes to it, until it is opened.
final class Gate: Sendable {
    private let stopped = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    /// Waits here, on a thread of one's own, until the gate is opened.
    func stop() {
        stopped.signal()
        opened.wait()
    }

    /// Waits until somebody stands at the gate.
    func awaitStop() {
        stopped.wait()
    }

    /// Lets them go on.
    func open() {
        opened.signal()
    }
}
