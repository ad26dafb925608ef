public import Billets

/// Where tickets are kept, whichever way: the one truth about them.
///
/// Everything it says can fail with `unavailable`, when the database cannot be reached or written now.
public protocol TicketStore: Sendable {
    /// Which database this is.
    func identity() async throws(Rejection) -> StoreIdentity

    /// Carries out a command, together with whatever else waits, and answers it once, on any
    /// thread: after the commit, or with the reason why nothing was changed.
    ///
    /// Commands are carried out in the order in which they were submitted. The same user's
    /// `requestID` is carried out once, and answered alike each time. Never blocks; when too many
    /// wait, the answer is `unavailable` at once.
    func submit(_ request: CommandRequest, answeringTo address: AnswerAddress)

    /// The committed changes right after `revision`, in order and without a gap, `limit` at most; and
    /// in any case where the database stands.
    func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage

    /// All tickets, at exactly one revision.
    func snapshot() async throws(Rejection) -> Snapshot

    /// The ticket `id` as it stands; nil if there is none.
    func ticket(_ id: TicketID) async throws(Rejection) -> Ticket?

    /// The tickets that `query` selects, in its order.
    func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage

    /// What happened to the ticket `id` before `revision`, the newest first and `limit` at most, as far
    /// as it is kept; nil if there is no such ticket.
    func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage?

    /// Takes in who has sockets on a gateway, and ends the locks whose time has come: those that ran
    /// out, and those whose holder has had no socket anywhere for the grace period.
    ///
    /// Each gateway calls it at least every `PresenceReport.intervalMaximum`; one that is silent for
    /// `PresenceReport.silenceMaximum` is taken for dead, and its sockets for closed.
    ///
    /// - Returns: the changes that this call committed, for its caller to publish, and what the gateway is asked for.
    /// - Throws: `unavailable`, also for a report of differences from a gateway that the store does
    ///   not know, or no longer, and for one of a process that does not hold its name; after every failure the process
    ///   registers again, and its next report must be complete.
    func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer

    /// Gives a process the name of a node, so that no two live processes of the database have one name.
    ///
    /// The process holds the name until it unregisters or ends, however that happens. It may register again at any time,
    /// as it must after a failure.
    func register(_ instance: NodeInstance) async throws(Rejection) -> NodeRegistration

    /// Gives the name of a process back, as far as the store can be reached.
    func unregister(_ instance: NodeInstance) async

    /// Asks the live gateway `node`, or all if it is nil, to log at `level`: they hear of it with the answers to their
    /// next reports. A process that starts later is not asked.
    ///
    /// - Returns: the gateways that were asked, by name.
    /// - Throws: `notFound` if no live gateway is called `node`.
    func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String]

    /// The gateways that live, by name, and who has sockets on each.
    func gateways() async throws(Rejection) -> [GatewayPresence]
}

extension TicketStore {
    /// Carries out a command and calls `answer` once, on any thread.
    public func submit(
        _ request: CommandRequest,
        answer: @escaping @Sendable (Result<Acceptance, Rejection>) -> Void
    ) {
        submit(request, answeringTo: AnswerAddress(SingleAnswerTaker(answer), 0))
    }

    /// Carries out a command and waits for its answer.
    public func execute(_ request: CommandRequest) async -> Result<Acceptance, Rejection> {
        await withCheckedContinuation { continuation in
            submit(request) { continuation.resume(returning: $0) }
        }
    }
}
