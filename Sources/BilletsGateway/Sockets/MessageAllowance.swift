import Billets
import NIOWebSocket

/// What one socket may say: how many of its commands may wait for their answers, how fast its user may
/// send, and when it is enough.
struct MessageAllowance {
    private let rate: UserRate?
    private let frameRate: UserRate?
    private let limits: SocketLimits
    private var unanswered = 0
    private var pongsAwaited = 0
    private var excessSeconds = 0
    private var isExceeded = false

    /// The allowance of a socket; `rate` and `frameRate` are its user's, nil for no limit.
    init(rate: UserRate?, frameRate: UserRate?, limits: SocketLimits) {
        self.rate = rate
        self.frameRate = frameRate
        self.limits = limits
    }

    /// The client was sent a ping, which it has to answer (RFC 6455, section 5.5.2).
    mutating func pingSent() {
        pongsAwaited += 1
    }

    /// Counts a frame at the moment `now`, in nanoseconds of the monotonic clock.
    ///
    /// Close frames are free, and so are pongs that answer a ping of ours; one pong may answer several
    /// (RFC 6455, section 5.5.3).
    ///
    /// - Returns: false if it is one too many.
    mutating func takeFrame(_ opcode: WebSocketOpcode, at now: Int64) -> Bool {
        switch opcode {
        case .connectionClose: return true
        case .pong where pongsAwaited > 0:
            pongsAwaited -= 1
            return true
        default: return frameRate?.admit(at: now) ?? true
        }
    }

    /// Counts a message at the moment `now`, in nanoseconds of the monotonic clock.
    ///
    /// - Throws: `rateLimited` if its user sends too fast.
    mutating func takeMessage(at now: Int64) throws(Rejection) {
        guard let rate, !rate.admit(at: now) else { return }
        isExceeded = true
        throw Rejection(
            .rateLimited,
            "You send too many messages: send fewer, and this one again in a second."
        )
    }

    /// Counts a command whose answer is to come.
    ///
    /// - Throws: `rateLimited` if too many wait.
    mutating func takeCommand() throws(Rejection) {
        guard unanswered < limits.unansweredCommandsMaximum else {
            throw Rejection(
                .rateLimited,
                "Too many commands wait for their answers: wait for some of them first."
            )
        }
        unanswered += 1
    }

    /// A command was answered.
    mutating func answered() {
        unanswered -= 1
    }

    /// Whether no command waits for its answer.
    var isAnswered: Bool { unanswered == 0 }

    /// A second has passed.
    ///
    /// - Returns: whether messages have been refused in each second for too long.
    mutating func secondPassed() -> Bool {
        excessSeconds = isExceeded ? excessSeconds + 1 : 0
        isExceeded = false
        return excessSeconds >= limits.excessSecondsMaximum
    }
}
