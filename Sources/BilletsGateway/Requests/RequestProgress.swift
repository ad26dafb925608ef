import NIOHTTP1

/// How far the requests of one connection are: what of them is taken in, and when their client has had enough
/// time.
///
/// It decides and does nothing: `RequestGuard` tells it what came, at which second, and does what it says.
struct RequestProgress {
    /// What is to be done.
    enum Action: Equatable {
        /// What came, or a moment that passed, is all right.
        case proceed

        /// What came is nobody's any more.
        case discard

        /// As `discard`; and a request that was begun is no more, which is answered when its turn comes.
        case abandon

        /// The client is answered with this and no more is read from it; then as `finish`.
        case refuse(RequestRefusal)

        /// Nothing more will be sent; the connection is closed when the client has seen that, or soon after.
        case finish

        /// The connection is closed at once.
        case drop
    }

    private enum Reading {
        case nothing
        case head(HeadSize)
        case body(bytes: Int)
        case upgrade(bytes: Int, HeadSize)
        case noMore
    }

    private struct Request {
        let version: HTTPVersion
        let isHead: Bool
    }

    private enum Phase {
        case serving
        case ending(since: Int)
    }

    /// The most bytes that may come behind a request that offers an upgrade until the offer is judged.
    static let bytesBehindUpgradeMaximum = 64 * 1024

    /// How many bytes of a first line are not its URL, at most: the method, two blanks and the version.
    static let firstLineBytesBesideURL = 32

    private let limits: ConnectionLimits
    private var phase = Phase.serving
    private var reading = Reading.head(HeadSize())
    private var hasBegun = false
    private var since: Int
    private var unreadSince: Int?
    private var unanswered: [Request] = []
    private var isAnswering = false
    private var endsWithAnswer = false
    private var isLastHead = false
    private var offersUpgrade = false
    private var awaitsContinue = false
    private var isLeaving = false
    private var waiting: (refusal: RequestRefusal, answersLeft: Int)?

    /// The progress of a connection that begins at `second`.
    init(limits: ConnectionLimits, at second: Int) {
        self.limits = limits
        since = second
    }

    /// Whether answers still go to the client.
    var takesAnswers: Bool {
        if case .serving = phase { true } else { false }
    }

    /// The version of HTTP in which the next answer is written.
    var answerVersion: HTTPVersion {
        unanswered.first?.version ?? .http1_1
    }

    private var answersOwed: Int { unanswered.count }

    /// Whether the answer that begins now is the connection's last one.
    var isLastAnswer: Bool {
        if endsWithAnswer { return true }
        guard case .serving = phase, answersOwed == 1 else { return false }
        switch reading {
        case .noMore: return waiting == nil
        case .body: return isLastHead || isLeaving
        case .nothing, .head, .upgrade: return isLeaving
        }
    }
}

// MARK: What the client sends

extension RequestProgress {
    /// `bytes` came; the first end of a line among them is behind `lineBytes`.
    mutating func received(_ bytes: Int, lineBytes: Int?, at second: Int) -> Action {
        guard case .serving = phase else { return .discard }
        switch reading {
        case .nothing:
            since = second
            hasBegun = true
            reading = .head(HeadSize().adding(bytes, lineBytes: lineBytes))
        case .head(let size):
            hasBegun = true
            reading = .head(size.adding(bytes, lineBytes: lineBytes))
        case .upgrade(let before, let size):
            let all = before + bytes
            guard all <= Self.bytesBehindUpgradeMaximum else { return .drop }
            reading = .upgrade(bytes: all, size.adding(bytes, lineBytes: lineBytes))
        case .body: break
        case .noMore: return .discard
        }
        return .proceed
    }

    /// The head of a request is complete.
    mutating func received(_ head: HTTPRequestHead, at second: Int) -> Action {
        guard case .serving = phase else { return .discard }
        switch reading {
        case .upgrade, .noMore: return .discard
        case .nothing, .head, .body: break
        }
        if let refusal = limits.refusal(of: head) { return refuse(refusal, at: second) }
        unanswered.append(Request(version: head.version, isHead: head.method == .HEAD))
        isLastHead = !head.isKeepAlive
        offersUpgrade = UpgradeOffer(head.headers) == .present
        awaitsContinue = head.awaitsContinue
        reading = .body(bytes: 0)
        since = second
        return .proceed
    }

    /// So many bytes of a body came.
    mutating func receivedBody(_ bytes: Int, at second: Int) -> Action {
        guard case .serving = phase, case .body(let before) = reading else { return .discard }
        guard before + bytes <= limits.bodyBytesMaximum else {
            return refuse(.bodyTooLarge, at: second)
        }
        reading = .body(bytes: before + bytes)
        awaitsContinue = false
        return .proceed
    }

    /// The request that is answered next needs its body.
    ///
    /// - Returns: whether its client waits to be told so (RFC 9110, section 10.1.1).
    mutating func wantsBody(at second: Int) -> Bool {
        guard case .serving = phase, case .body = reading, answersOwed == 1, awaitsContinue,
            !isAnswering
        else { return false }
        awaitsContinue = false
        since = second
        return true
    }

    /// The connection goes on with HTTP behind a request that offered an upgrade.
    mutating func upgradeDeclined(at second: Int) {
        guard case .upgrade(let bytes, let size) = reading else { return }
        since = second
        reading = bytes == 0 ? .nothing : .head(size)
        hasBegun = true
    }

    /// A request is complete.
    mutating func receivedEnd(at second: Int) -> Action {
        guard case .serving = phase, case .body = reading else { return .discard }
        since = second
        // It may have been answered before it was complete.
        if answersOwed == 0, isLastHead || isLeaving { return end(.finish, at: second) }
        if isLastHead {
            reading = .noMore
        } else if offersUpgrade {
            reading = .upgrade(bytes: 0, HeadSize())
        } else {
            reading = .nothing
        }
        return .proceed
    }

    /// What came is no HTTP; `isOverflow` is whether it is a head beyond its limits.
    mutating func failed(isOverflow: Bool, at second: Int) -> Action {
        guard case .serving = phase else { return .discard }
        switch reading {
        case .upgrade, .noMore: return .discard
        case .nothing, .head, .body: break
        }
        guard isOverflow, case .head(let size) = reading else {
            return refuse(.malformed, at: second)
        }
        let isFirstLine =
            size.firstLineBytes > limits.urlBytesMaximum + Self.firstLineBytesBesideURL
        return refuse(isFirstLine ? .urlTooLong : .headTooLarge, at: second)
    }

    /// The client will send no more.
    mutating func inputClosed() -> Action {
        guard case .serving = phase, answersOwed > 0 || waiting != nil else { return .drop }
        reading = .noMore
        return .proceed
    }

    private mutating func refuse(_ refusal: RequestRefusal, at second: Int) -> Action {
        // Answers go out in the order of their requests: what is owed before comes first.
        let own = if case .body = reading { 1 } else { 0 }
        reading = .noMore
        if answersOwed > own {
            waiting = (refusal, own)
            return .abandon
        }
        // A request that was answered before it was complete gets no second answer.
        if answersOwed < own { return end(.finish, at: second) }
        return end(isAnswering ? .drop : .refuse(refusal), at: second)
    }

    private mutating func end(_ action: Action, at second: Int) -> Action {
        phase = .ending(since: second)
        return action
    }
}

// MARK: What is answered

extension RequestProgress {
    /// An answer begins; `isDelimited` is whether its own head says where it ends.
    ///
    /// The connection ends with an answer that nothing else ends (RFC 9112, section 6.3), and with one to a client that
    /// has kept its body back, since it may or may not send it now.
    mutating func answerBegan(isDelimited: Bool = true) {
        isAnswering = true
        let next = unanswered.first
        let isEndless = !isDelimited && next?.version == .http1_0 && next?.isHead == false
        guard isEndless || (awaitsContinue && answersOwed == 1) else { return }
        endsWithAnswer = true
        reading = .noMore
    }

    /// An answer is complete.
    mutating func answerEnded(at second: Int) -> Action {
        guard case .serving = phase else { return .discard }
        isAnswering = false
        if !unanswered.isEmpty { unanswered.removeFirst() }
        if endsWithAnswer { return end(.finish, at: second) }
        if let waiting, answersOwed <= waiting.answersLeft {
            return end(.refuse(waiting.refusal), at: second)
        }
        switch reading {
        case .nothing, .head:
            if answersOwed == 0 { since = second }
            return isLeaving && answersOwed == 0 ? end(.finish, at: second) : .proceed
        case .body:
            if answersOwed == 1 { since = second }
            return .proceed
        case .upgrade, .noMore:
            return answersOwed == 0 ? end(.finish, at: second) : .proceed
        }
    }

    /// The client reads what it is sent, or leaves it.
    mutating func clientReads(_ isReading: Bool, at second: Int) {
        unreadSince = isReading ? nil : second
    }

    /// The gateway is about to stop.
    mutating func leave(at second: Int) -> Action {
        isLeaving = true
        guard case .serving = phase else { return .proceed }
        if case .upgrade = reading { return .drop }
        return answersOwed == 0 ? .drop : .proceed
    }

    /// A second has passed.
    mutating func tick(at second: Int) -> Action {
        func isOver(_ start: Int, _ secondsMaximum: Int) -> Bool {
            second - start > secondsMaximum
        }
        if case .ending(let start) = phase {
            return isOver(start, limits.lingerSecondsMaximum) ? .drop : .proceed
        }
        if let unreadSince, isOver(unreadSince, limits.unreadSecondsMaximum) { return .drop }
        switch reading {
        case .nothing where answersOwed == 0 && isOver(since, limits.idleSecondsMaximum):
            return .drop
        // Who waits for an answer may take their time with the next request.
        case .head where answersOwed == 0 && isOver(since, limits.headSecondsMaximum):
            return hasBegun ? refuse(.tooSlow, at: second) : .drop
        case .body where answersOwed <= 1 && isOver(since, limits.bodySecondsMaximum):
            return refuse(.tooSlow, at: second)
        case .nothing, .head, .body, .upgrade, .noMore:
            return .proceed
        }
    }
}
