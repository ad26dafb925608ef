import Billets
import BilletsWire
import Logging

/// The one way of every command, over the socket or over HTTP: to the store, and what it committed to
/// this gateway's own sockets and to the bus.
final class CommandDesk: AnswerTaker {
    private let store: any TicketStore
    private let bus: any EventBus
    private let metrics: GatewayMetrics
    private let health: GatewayHealth
    private let logger: Logger

    /// Until when commands wait.
    let deadlines: CommandDeadlines

    /// Who hands committed changes to this gateway's sockets.
    let updater: ClientUpdater

    /// A desk before `store`, whose changes go to `bus`; at it commands wait as long as `patience` says.
    init(
        _ store: any TicketStore,
        _ bus: any EventBus,
        updater: ClientUpdater,
        metrics: GatewayMetrics,
        health: GatewayHealth,
        patience: StorePatience,
        logger: Logger
    ) {
        self.store = store
        self.bus = bus
        self.updater = updater
        self.metrics = metrics
        self.health = health
        self.logger = logger
        deadlines = CommandDeadlines(patience)
    }

    /// Carries out a command and calls `answer` once, on any thread.
    ///
    /// That is after the commit, or when its deadline has passed; what is committed later is spread all the same.
    func submit(
        _ request: CommandRequest,
        answer: @escaping @Sendable (Result<Acceptance, Rejection>) -> Void
    ) {
        let start = ContinuousClock.now
        let counted: CommandDeadlines.Answer = { [metrics] result in
            metrics.answered(request.command, result.rejection?.code, since: start)
            answer(result)
        }
        guard let number = deadlines.add(counted) else { return counted(.failure(.storeOverrun)) }
        store.submit(request, answeringTo: AnswerAddress(self, number))
    }

    /// The store has answered: what it committed is spread first, and whoever is told that it cannot be written finds
    /// the gateway not ready.
    func take(_ answers: [NumberedAnswer]) {
        committed(answers.flatMap { $0.result.events })
        for case .failure(let rejection) in answers.lazy.map(\.result)
        where health.writeRefused(rejection) {
            logger.warning("The store is not written: \(rejection)")
        }
        deadlines.settle(answers)
    }

    /// Spreads changes that were committed on this gateway's behalf.
    func committed(_ events: [WireEvent]) {
        guard !events.isEmpty else { return }
        updater.post(.events(events))
        bus.publish(events)
    }
}

extension Result where Failure == Rejection {
    /// Why it failed; nil if it did not.
    fileprivate var rejection: Rejection? {
        if case .failure(let rejection) = self { rejection } else { nil }
    }
}

extension Result<Acceptance, Rejection> {
    /// What was committed.
    fileprivate var events: [WireEvent] {
        if case .success(let acceptance) = self { acceptance.events } else { [] }
    }
}
