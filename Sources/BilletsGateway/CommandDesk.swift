import Billets
import BilletsWire

/// The one way of every command, over the socket or over HTTP: to the store, and what it committed to
/// this gateway's own sockets and to the bus.
struct CommandDesk: Sendable {
    private let store: any TicketStore
    private let bus: any EventBus

    /// Who hands committed changes to this gateway's sockets.
    let updater: ClientUpdater

    /// A desk before `store`.
    init(store: any TicketStore, bus: any EventBus, updater: ClientUpdater) {
        self.store = store
        self.bus = bus
        self.updater = updater
    }

    /// Carries out a command and calls `answer` once, on any thread, after the commit.
    func submit(
        _ request: CommandRequest,
        answer: @escaping @Sendable (Result<Acceptance, Rejection>) -> Void
    ) {
        store.submit(request) { result in
            if case .success(let acceptance) = result { committed(acceptance.events) }
            answer(result)
        }
    }

    /// Spreads changes that were committed on this gateway's behalf.
    func committed(_ events: [WireEvent]) {
        guard !events.isEmpty else { return }
        updater.post(.events(events))
        bus.publish(events)
    }
}
