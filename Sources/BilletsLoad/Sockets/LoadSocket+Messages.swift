import Billets
import BilletsWire
import NIOCore

/// What messages mean to a socket under load.
extension LoadSocket {
    /// Takes in the message from `start` to `end`.
    func takeText(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ now: UInt64) {
        let message = MessageScanner.scan(bytes, from: start, to: end)
        if case .event(let revision) = message {
            takeEvent(revision, bytes, start, end, now)
        } else {
            takeRare(message, bytes, start, end, now)
        }
    }

    private func takeEvent(
        _ revision: Int64,
        _ bytes: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ now: UInt64
    ) {
        loop.tally.count(checker.take(revision))
        let due: UInt64
        if let known = loop.times.due(revision) {
            due = known
        } else {
            due = loop.timeMeasured(of: bytes.extracting(start..<end))
            loop.times.remember(due, of: revision)
            loop.highest = max(loop.highest, revision)
        }
        if loop.measured.contains(now) { loop.tally.measuredDeliveries += 1 }
        if due <= now, loop.measured.contains(due), goal == nil {
            loop.tally.latency.record(now - due)
        }
        if let goal, revision >= goal { catchUp(now) }
    }

    private func takeRare(
        _ message: ScannedMessage,
        _ bytes: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ now: UInt64
    ) {
        switch message {
        case .event(let revision): takeEvent(revision, bytes, start, end, now)
        case .accepted(let number, let revision):
            loop.highest = max(loop.highest, revision)
            desk?.accepted(number, now)
        case .welcome(let revision): welcome(bytes.extracting(start..<end), revision)
        case .resumed(let revision):
            if checker.expected == nil { checker.follow(after: revision) }
            goal = revision
            follow(now)
        case .snapshot(let revision, let more):
            desk?.looked(self, bytes.extracting(start..<end), more: more, now)
            guard !more else { return }
            checker.follow(after: revision)
            guard phase == .asking else { return }
            loop.tally.snapshots += 1
            follow(now)
        case .other: takeOther(Self.copy(bytes, start, end), now)
        }
    }

    private func takeOther(_ text: [UInt8], _ now: UInt64) {
        guard let message = try? ServerMessage(decoding: text) else {
            loop.tally.rejected["unreadable", default: 0] += 1
            return
        }
        switch message {
        case .rejected(let requestID, let rejection):
            loop.tally.rejected[rejection.code.rawValue, default: 0] += 1
            if let requestID {
                desk?.rejected(CommandNumber(requestID), rejection, now)
            } else if phase == .asking {
                giveUp(rejection.code.rawValue)
            } else {
                desk?.refusedToShow(self, now)
            }
        case .draining: break
        case .event(let event):
            takeRare(.event(revision: event.revision.number), text.span, 0, text.count, now)
        case .accepted(let requestID, let revision, _):
            guard let requestID else { return }
            takeRare(
                .accepted(CommandNumber(requestID), revision: revision.number),
                text.span,
                0,
                text.count,
                now
            )
        case .welcome(let welcome):
            epoch = welcome.cursor.epoch
            ask(since: welcome.cursor.revision.number)
        case .resumed(let cursor, _):
            takeRare(.resumed(revision: cursor.revision.number), text.span, 0, text.count, now)
        case .allTickets(let cursor, _, let more):
            let revision = cursor.revision.number
            takeRare(.snapshot(revision: revision, more: more), text.span, 0, text.count, now)
        }
    }

    private func welcome(_ bytes: Span<UInt8>, _ revision: Int64) {
        let opening = Array(#""epoch":""#.utf8)
        if let start = ByteSearch.end(of: opening, in: bytes, from: 0), start + 36 <= bytes.count {
            let name = String(decoding: Self.copy(bytes, start, start + 36), as: UTF8.self)
            if let found = Epoch(name), epoch != found {
                // Another history: what was seen of the old one is not part of it.
                if epoch != nil { checker = StreamChecker() }
                epoch = found
            }
        }
        ask(since: revision)
    }

    private func ask(since revision: Int64) {
        guard phase == .greeting, let epoch else { return }
        phase = .asking
        if checker.expected == nil { checker.follow(after: revision) }
        let since = Cursor(epoch: epoch, revision: Revision(checker.position ?? revision))
        write(ClientEnvelope(requestID: nil, message: .getTickets(since: since)).encoded())
        flush()
    }

    private func follow(_ now: UInt64) {
        guard phase == .asking else { return }
        phase = .following
        loop.tally.following += 1
        if let goal, (checker.position ?? goal) < goal {
            loop.followed(self, now, isCaughtUp: false)
        } else {
            goal = nil
            loop.followed(self, now, isCaughtUp: true)
        }
    }

    private func catchUp(_ now: UInt64) {
        goal = nil
        loop.caughtUp(now)
    }
}
