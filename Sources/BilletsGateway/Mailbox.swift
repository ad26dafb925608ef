import NIOCore
import Synchronization

/// Hands what any thread posts to one event loop, in order, and all that has come meanwhile at once.
///
/// While the loop is busy with one delivery the next one gathers: an idle gateway sends at once, and a
/// busy one sends more in each pass (natural batching).
final class Mailbox<Mail: Sendable>: Sendable {
    private let eventLoop: any EventLoop
    private let gathered = Mutex<[Mail]>([])
    private let receive: @Sendable ([Mail]) -> Void

    /// A mailbox whose mail `receive` gets, on `eventLoop`.
    init(on eventLoop: any EventLoop, receive: @escaping @Sendable ([Mail]) -> Void) {
        self.eventLoop = eventLoop
        self.receive = receive
    }

    /// Adds `mail` to the next delivery.
    func post(_ mail: Mail) {
        let isFirst = gathered.withLock { gathered in
            gathered.append(mail)
            return gathered.count == 1
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        let mail = gathered.withLock { gathered in
            defer { gathered = [] }
            return gathered
        }
        receive(mail)
    }
}
