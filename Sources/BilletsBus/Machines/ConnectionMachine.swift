/// Decides the life of one connection: open, log in, be of use, fail, wait, and open again, for ever.
struct ConnectionMachine {
    /// A step on the way to being of use.
    enum Step: Hashable {
        /// TCP connects.
        case connecting

        /// The password was sent.
        case authenticating

        /// PING was sent.
        case greeting

        /// SUBSCRIBE was sent.
        case subscribing
    }

    /// Where a connection stands.
    enum State: Hashable {
        /// Not wanted yet.
        case idle

        /// On its way, and given up at that moment.
        case opening(Step, until: ContinuousClock.Instant)

        /// Of use since then.
        case ready(since: ContinuousClock.Instant)

        /// Down, to be opened again at that moment.
        case waiting(until: ContinuousClock.Instant)
    }

    /// Where it stands.
    private(set) var state = State.idle

    /// Why it is of no use, from its first failure until it is of use again.
    private(set) var complaint: RedisComplaint?

    private let role: ConnectionRole
    private let authenticates: Bool
    private let connectDeadline: Duration
    private var backoff: Backoff

    /// A connection that is not wanted yet.
    ///
    /// `authenticates` says whether there is a user or a password to log in with.
    init(role: ConnectionRole, authenticates: Bool, connectDeadline: Duration, backoff: Backoff) {
        self.role = role
        self.authenticates = authenticates
        self.connectDeadline = connectDeadline
        self.backoff = backoff
    }

    /// Whether it is of use.
    var isReady: Bool {
        if case .ready = state { true } else { false }
    }

    /// When `tick` is to be called, if ever.
    var deadline: ContinuousClock.Instant? {
        switch state {
        case .idle, .ready: nil
        case .opening(_, let moment), .waiting(let moment): moment
        }
    }

    /// The connection is wanted from now on.
    mutating func start(now: ContinuousClock.Instant) -> ConnectionAction {
        state = .opening(.connecting, until: now.advanced(by: connectDeadline))
        return .open
    }

    /// Something happened; what comes out of turn, from a connection already given up, is ignored.
    mutating func receive(
        _ news: ConnectionNews,
        now: ContinuousClock.Instant
    ) -> ConnectionAction? {
        switch (state, news) {
        case (.idle, _), (.waiting, _):
            return nil
        case (.opening, .failed(let complaint)):
            return fail(complaint, now: now)
        case (.ready(let since), .failed(let complaint)):
            // Only a connection that lasted starts the backoff anew: one that Redis closes as soon
            // as it is of use must not be opened in a tight loop.
            if since.duration(to: now) >= backoff.maximum { backoff.reset() }
            return fail(complaint, now: now)
        case (.opening(.connecting, let until), .connected):
            return advance(to: authenticates ? .authenticating : .greeting, until: until)
        case (.opening(.authenticating, let until), .authenticated):
            return advance(to: .greeting, until: until)
        case (.opening(.greeting, let until), .greeted):
            if role == .subscriber { return advance(to: .subscribing, until: until) }
            return becomeReady(now: now)
        case (.opening(.subscribing, _), .subscribed):
            return becomeReady(now: now)
        case (.opening, _), (.ready, _):
            return nil
        }
    }

    /// Time has passed.
    mutating func tick(now: ContinuousClock.Instant) -> ConnectionAction? {
        guard let deadline, now >= deadline else { return nil }
        switch state {
        case .idle, .ready: return nil
        case .opening: return fail(.silent(connectDeadline), now: now)
        case .waiting: return start(now: now)
        }
    }

    private mutating func advance(
        to step: Step,
        until: ContinuousClock.Instant
    ) -> ConnectionAction {
        state = .opening(step, until: until)
        switch step {
        case .connecting: return .open
        case .authenticating: return .authenticate
        case .greeting: return .greet
        case .subscribing: return .subscribe
        }
    }

    private mutating func becomeReady(now: ContinuousClock.Instant) -> ConnectionAction? {
        state = .ready(since: now)
        complaint = nil
        return nil
    }

    private mutating func fail(
        _ complaint: RedisComplaint,
        now: ContinuousClock.Instant
    ) -> ConnectionAction {
        let wait = complaint.needsPerson ? backoff.slow() : backoff.next()
        state = .waiting(until: now.advanced(by: wait))
        self.complaint = complaint
        return .close
    }
}
