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
        case upgrade(bytes: Int)
        case noMore
    }

    private struct HeadSize {
        var firstLineBytes = 0
        var isFirstLineRead = false
    }

    private enum Phase {
        case serving
        case ending(since: Int)
    }

    /// How many bytes may come behind a wish for an upgrade until that is granted.
    static let bytesBehindUpgradeMaximum = 64 * 1024

    /// How many bytes of a first line are not its URL, at most: the method, two blanks and the version.
    static let firstLineBytesBesideURL = 32

    private let limits: ConnectionLimits
    private var phase = Phase.serving
    private var reading = Reading.head(HeadSize())
    private var hasBegun = false
    private var since: Int
    private var unreadSince: Int?
    private var answersOwed = 0
    private var isAnswering = false
    private var isLastHead = false
    private var wishesUpgrade = false
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

    /// Whether the answer that begins now is the connection's last one.
    var isLastAnswer: Bool {
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
            reading = .head(
                HeadSize(firstLineBytes: lineBytes ?? bytes, isFirstLineRead: lineBytes != nil)
            )
            hasBegun = true
        case .head(var size):
            hasBegun = true
            if !size.isFirstLineRead {
                size.firstLineBytes += lineBytes ?? bytes
                size.isFirstLineRead = lineBytes != nil
                reading = .head(size)
            }
        case .upgrade(let before):
            let all = before + bytes
            guard all <= Self.bytesBehindUpgradeMaximum else { return .drop }
            reading = .upgrade(bytes: all)
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
        answersOwed += 1
        isLastHead = !head.isKeepAlive
        wishesUpgrade = head.headers.contains(name: "upgrade")
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
        return .proceed
    }

    /// A request is complete.
    mutating func receivedEnd(at second: Int) -> Action {
        guard case .serving = phase, case .body = reading else { return .discard }
        since = second
        // It may have been answered before it was complete.
        if answersOwed == 0, isLastHead || isLeaving { return end(.finish, at: second) }
        if isLastHead {
            reading = .noMore
        } else if wishesUpgrade {
            reading = .upgrade(bytes: 0)
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
    /// An answer begins.
    mutating func answerBegan() {
        isAnswering = true
    }

    /// An answer is complete.
    mutating func answerEnded(at second: Int) -> Action {
        guard case .serving = phase else { return .discard }
        isAnswering = false
        answersOwed = max(0, answersOwed - 1)
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
