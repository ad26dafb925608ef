import Billets
import BilletsWire

/// The one way of every command, over the socket or over HTTP: to the store, and what it committed to
/// this gateway's own sockets and to the bus.
struct CommandDesk: Sendable {
    private let store: any TicketStore
    private let bus: any EventBus

    /// Until when commands wait.
    let deadlines: CommandDeadlines

    /// Who hands committed changes to this gateway's sockets.
    let updater: ClientUpdater

    /// A desk before `store`, at which commands wait as long as `patience` says.
    init(
        store: any TicketStore,
        bus: any EventBus,
        updater: ClientUpdater,
        patience: StorePatience
    ) {
        self.store = store
        self.bus = bus
        self.updater = updater
        deadlines = CommandDeadlines(patience)
    }

    /// Carries out a command and calls `answer` once, on any thread.
    ///
    /// That is after the commit, or when its deadline has passed; what is committed later is spread all the same.
    func submit(
        _ request: CommandRequest,
        answer: @escaping @Sendable (Result<Acceptance, Rejection>) -> Void
    ) {
        guard let number = deadlines.add(answer) else { return answer(.failure(.storeOverrun)) }
        store.submit(request) { result in
            if case .success(let acceptance) = result { committed(acceptance.events) }
            deadlines.settle(number, result)
        }
    }

    /// Spreads changes that were committed on this gateway's behalf.
    func committed(_ events: [WireEvent]) {
        guard !events.isEmpty else { return }
        updater.post(.events(events))
        bus.publish(events)
    }
}
