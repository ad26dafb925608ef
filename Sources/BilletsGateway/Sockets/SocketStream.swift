package import Billets
package import NIOCore

/// Where one socket stands in the stream of events, and what it is to be sent next.
///
/// A value without I/O. A socket is silent until it asks; then it drains what it was answered, at the
/// pace at which its client reads, asking for more until it has caught up; then it is live.
package struct SocketStream {
    private enum State {
        case silent
        case asking(seen: Revision?)
        /// A slice of frames that all share who asked for the same: what was sent is left out, not copied.
        case draining(ArraySlice<ByteBuffer>, through: Revision)
        case stalled(seen: Revision)
        case live(through: Revision)
    }

    /// What the socket does with changes that pass by.
    package enum Offer: Equatable {
        /// Nothing: they are not for it, or not yet.
        case skip

        /// Send the frames after this revision.
        case send(after: Revision)

        /// Changes before these are missing: ask for what follows this revision.
        case ask(after: Revision)
    }

    /// What the socket does once its client can take more.
    package enum Step {
        /// Nothing.
        case rest

        /// Send these bytes.
        case send(ByteBuffer)

        /// Ask for what follows this revision.
        case ask(after: Revision)
    }

    /// What the socket does with an answer to a question.
    package enum Reply {
        /// Nothing.
        case rest

        /// Send what was answered, as fast as the client takes it.
        case drain

        /// Tell the client that its GetTickets could not be answered.
        case reject(requestID: RequestID?, Rejection)

        /// Send the client away: it reads too slowly.
        case leave
    }

    private struct UnansweredGetTickets {
        let requestID: RequestID?
    }

    private var state = State.silent
    private var unansweredGetTickets: UnansweredGetTickets?

    /// The number of the last question; answers to earlier ones are out of date.
    package private(set) var generation: UInt32 = 0

    /// A socket that has asked for nothing yet.
    package init() {}

    /// The client sent GetTickets: from here on it gets no event until the answer.
    package mutating func restart(for requestID: RequestID? = nil) {
        unansweredGetTickets = UnansweredGetTickets(requestID: requestID)
        ask(seen: seen)
    }

    /// An answer came, to the last question or to an earlier one.
    package mutating func take(_ answer: CatchUp) -> Reply {
        guard answer.generation == generation else { return .rest }
        switch answer.content {
        case .frames(let frames, let through):
            unansweredGetTickets = nil
            answered(frames, through: through)
            return .drain
        case .rejected(let rejection):
            questionFailed()
            guard let question = unansweredGetTickets else { return .rest }
            unansweredGetTickets = nil
            return .reject(requestID: question.requestID, rejection)
        case .overtaken:
            return .leave
        }
    }

    /// The last question could not be answered: the stream goes on later from where it was, if it had
    /// begun.
    mutating func questionFailed() {
        guard case .asking(let seen) = state else { return }
        state = seen.map { .stalled(seen: $0) } ?? .silent
    }

    /// Some time has passed since a question could not be answered.
    ///
    /// - Returns: the revision after which to ask again; nil if there is nothing to ask.
    package mutating func retry() -> Revision? {
        guard case .stalled(let seen) = state else { return nil }
        ask(seen: seen)
        return seen
    }

    /// An answer came: these frames, after which the client has seen everything up to `through`.
    mutating func answered(_ frames: [ByteBuffer], through: Revision) {
        state = .draining(frames[...], through: through)
    }

    /// What is next, now that the client can take more.
    ///
    /// - Parameter passed: up to where the changes have passed by this loop's sockets.
    /// - Returns: the next step; after a `rest` there is none before something else happens.
    package mutating func next(passed: Revision) -> Step {
        guard case .draining(var frames, let through) = state else { return .rest }
        if let frame = frames.popFirst() {
            state = .draining(frames, through: through)
            return .send(frame)
        }
        if through >= passed {
            state = .live(through: through)
            return .rest
        }
        ask(seen: through)
        return .ask(after: through)
    }

    /// The changes `first` to `last` pass by.
    package mutating func offer(first: Revision, last: Revision) -> Offer {
        guard case .live(let through) = state, last > through else { return .skip }
        guard first <= through.next else {
            ask(seen: through)
            return .ask(after: through)
        }
        state = .live(through: last)
        return .send(after: through)
    }

    /// Up to where a live socket has been sent the changes; nil if it is not live.
    var liveThrough: Revision? {
        if case .live(let through) = state { through } else { nil }
    }

    /// A live socket has been sent the changes up to `revision`, without having been offered them.
    mutating func moveOn(to revision: Revision) {
        if case .live = state { state = .live(through: revision) }
    }

    /// Changes up to `revision` pass by without their frames, for which there was no room.
    ///
    /// - Returns: the revision after which to ask for them; nil if they are not for this socket, or not yet.
    mutating func missed(through revision: Revision) -> Revision? {
        guard case .live(let through) = state, revision > through else { return nil }
        ask(seen: through)
        return through
    }

    private var seen: Revision? {
        switch state {
        case .silent: nil
        case .asking(let seen): seen
        case .stalled(let seen): seen
        // What was not yet sent of an answer may hold the snapshot itself: there is no way back.
        case .draining(let frames, let through): frames.isEmpty ? through : nil
        case .live(let through): through
        }
    }

    private mutating func ask(seen: Revision?) {
        generation &+= 1
        state = .asking(seen: seen)
    }
}
