import NIOCore
import Synchronization

/// Hands what any thread posts to one event loop, in order, and all that has come meanwhile at once.
///
/// While the loop is busy with one delivery the next one gathers: an idle gateway sends at once, and a
/// busy one sends more in each pass (natural batching).
final class Mailbox<Mail: Sendable>: Sendable {
    private enum State {
        case keeping([Mail])
        case delivering([Mail], to: @Sendable ([Mail]) -> Void)
        case closed

        /// Adds `mail`; answers whether the event loop must be woken for it.
        mutating func append(_ mail: Mail) -> Bool {
            switch self {
            case .keeping(var gathered):
                // Emptied first, so that the array grows in place.
                self = .closed
                gathered.append(mail)
                self = .keeping(gathered)
                return false
            case .delivering(var gathered, let receive):
                self = .closed
                gathered.append(mail)
                self = .delivering(gathered, to: receive)
                return gathered.count == 1
            case .closed:
                return false
            }
        }

        /// Takes out what has gathered, and to whom it goes; nil if there is nothing to deliver.
        mutating func takeDelivery() -> ([Mail], @Sendable ([Mail]) -> Void)? {
            guard case .delivering(let gathered, let receive) = self, !gathered.isEmpty else {
                return nil
            }
            self = .delivering([], to: receive)
            return (gathered, receive)
        }
    }

    private let eventLoop: any EventLoop
    private let state = Mutex(State.keeping([]))

    /// A mailbox that keeps its mail until `deliver` says to whom it goes, on `eventLoop`.
    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Hands all mail, also what has come already, to `receive`, on the event loop.
    func deliver(to receive: @escaping @Sendable ([Mail]) -> Void) {
        let mustWake = state.withLock { state in
            guard case .keeping(let gathered) = state else { return false }
            state = .delivering(gathered, to: receive)
            return !gathered.isEmpty
        }
        if mustWake { eventLoop.execute { self.deliver() } }
    }

    /// Drops all mail from now on: the event loop has nothing to do any more.
    func close() {
        state.withLock { $0 = .closed }
    }

    /// Adds `mail` to the next delivery.
    func post(_ mail: Mail) {
        let mustWake = state.withLock { $0.append(mail) }
        if mustWake { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        guard let (mail, receive) = state.withLock({ $0.takeDelivery() }) else { return }
        receive(mail)
    }
}
