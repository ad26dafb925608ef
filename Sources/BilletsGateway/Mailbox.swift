import NIOCore
import Synchronization

/// Hands what any thread posts to one event loop, in order, and all that has come meanwhile at once.
///
/// While the loop is busy with one delivery the next one gathers: an idle gateway sends at once, and a
/// busy one sends more in each pass (natural batching).
///
/// Changes are bounded by their bytes: what has no room is replaced by a note, and fetched from the ring or from
/// the store when the note arrives. All other mail arrives whatever waits, as nobody would repeat it; it is bounded
/// by those who send it: answers by the commands that may wait (`StorePatience.commandsMaximum`), questions of
/// sockets by their number and by how fast their users may send, news of the bus by its own backoff.
final class Mailbox<Mail: MailboxMail>: Sendable {
    private struct Gathered {
        var mail: [Mail] = []
        var droppableBytes = 0

        mutating func append(_ new: Mail, bytesMaximum: Int) {
            let bytes = new.droppableBytes
            // A single piece always finds room, however large it is.
            guard bytes > 0, droppableBytes > 0, droppableBytes + bytes > bytesMaximum,
                let (note, replacesLast) = new.note(after: mail.last)
            else {
                droppableBytes += bytes
                mail.append(new)
                return
            }
            if replacesLast { mail.removeLast() }
            mail.append(note)
        }
    }

    private enum State {
        case keeping(Gathered)
        case delivering(Gathered, to: @Sendable ([Mail]) -> Void)
        case closed

        /// Adds `mail`; answers whether the event loop must be woken for it.
        mutating func append(_ mail: Mail, bytesMaximum: Int) -> Bool {
            switch self {
            case .keeping(var gathered):
                // Emptied first, so that the array grows in place.
                self = .closed
                gathered.append(mail, bytesMaximum: bytesMaximum)
                self = .keeping(gathered)
                return false
            case .delivering(var gathered, let receive):
                self = .closed
                let isFirst = gathered.mail.isEmpty
                gathered.append(mail, bytesMaximum: bytesMaximum)
                self = .delivering(gathered, to: receive)
                return isFirst
            case .closed:
                return false
            }
        }

        /// Takes out what has gathered, and to whom it goes; nil if there is nothing to deliver.
        mutating func takeDelivery() -> ([Mail], @Sendable ([Mail]) -> Void)? {
            guard case .delivering(let gathered, let receive) = self, !gathered.mail.isEmpty else {
                return nil
            }
            self = .delivering(Gathered(), to: receive)
            return (gathered.mail, receive)
        }
    }

    private let eventLoop: any EventLoop
    private let bytesMaximum: Int
    private let state = Mutex(State.keeping(Gathered()))

    /// A mailbox that keeps its mail until `deliver` says to whom it goes, on `eventLoop`; at most `bytesMaximum`
    /// bytes of changes wait, and what is more is noted.
    init(on eventLoop: any EventLoop, bytesMaximum: Int = 16 * 1024 * 1024) {
        self.eventLoop = eventLoop
        self.bytesMaximum = bytesMaximum
    }

    /// Hands all mail, also what has come already, to `receive`, on the event loop.
    func deliver(to receive: @escaping @Sendable ([Mail]) -> Void) {
        let mustWake = state.withLock { state in
            guard case .keeping(let gathered) = state else { return false }
            state = .delivering(gathered, to: receive)
            return !gathered.mail.isEmpty
        }
        if mustWake { eventLoop.execute { self.deliver() } }
    }

    /// Drops all mail from now on: the event loop has nothing to do any more.
    func close() {
        state.withLock { $0 = .closed }
    }

    /// Adds `mail` to the next delivery.
    func post(_ mail: Mail) {
        let mustWake = state.withLock { $0.append(mail, bytesMaximum: bytesMaximum) }
        if mustWake { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        guard let (mail, receive) = state.withLock({ $0.takeDelivery() }) else { return }
        receive(mail)
    }
}
