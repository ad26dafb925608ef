import Billets
import BilletsWire
import Logging

/// The registration of this gateway under its name, from its start to its end.
struct NodeMembership: Sendable {
    /// This process, as the store knows it.
    let instance: NodeInstance

    /// The store that keeps the names.
    let store: any TicketStore

    /// The log of waits.
    let logger: Logger

    /// Registers; waits while another process may be ending, or dead without the store knowing it yet.
    ///
    /// - Returns: false if a live process holds the name.
    /// - Throws: `unavailable` if the store cannot be reached, or the task is cancelled.
    func begin() async throws(Rejection) -> Bool {
        let start = ContinuousClock.now
        var isFirst = true
        while true {
            let registration = try await store.register(instance)
            switch RegistrationWait.step(after: registration, elapsed: .now - start) {
            case .serve: return true
            case .refuse: return false
            case .wait:
                if isFirst { tell(registration) }
                isFirst = false
            }
            guard (try? await Task.sleep(for: RegistrationWait.pause)) != nil else {
                throw Rejection(.unavailable, "The gateway stops.")
            }
        }
    }

    /// Gives the name back.
    func end() async {
        await store.unregister(instance)
    }

    private func tell(_ registration: NodeRegistration) {
        guard case .taken(let silence) = registration else { return }
        let maximum =
            silence.map { PresenceReport.silenceMaximum - $0 } ?? RegistrationWait.endMaximum
        let seconds = max(maximum, RegistrationWait.endMaximum).components.seconds + 1
        logger.warning(
            "Another process holds the name of the node '\(instance.node)': waiting up to \(seconds) s for its end."
        )
    }
}

extension Rejection {
    /// Another live process holds the name of this gateway.
    init(nodeInUse node: String) {
        self.init(
            .unavailable,
            """
            Another running process is the node '\(node)' of this database: end that one, or give this one another \
            name with --node.
            """
        )
    }
}
