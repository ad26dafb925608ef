import NIOEmbedded
import Synchronization
import Testing

@testable import BilletsGateway

@Suite("Mailbox")
struct MailboxTests {
    /// Mail of both kinds.
    private enum Letter: MailboxMail, Equatable {
        case change(Int, bytes: Int)
        case missed(through: Int)
        case answer(Int)

        var droppableBytes: Int {
            if case .change(_, let bytes) = self { bytes } else { 0 }
        }

        func note(after last: Self?) -> (Self, replacesLast: Bool)? {
            guard case .change(let number, _) = self else { return nil }
            let repeatsLast = if case .missed = last { true } else { false }
            return (.missed(through: number), repeatsLast)
        }
    }

    private final class Reader: Sendable {
        let deliveries = Mutex<[[Letter]]>([])
    }

    private let loop = EmbeddedEventLoop()
    private let reader = Reader()

    private func mailbox(bytesMaximum: Int = 100) -> Mailbox<Letter> {
        let mailbox = Mailbox<Letter>(on: loop, bytesMaximum: bytesMaximum)
        mailbox.deliver { [reader] mail in reader.deliveries.withLock { $0.append(mail) } }
        return mailbox
    }

    private func delivered() -> [[Letter]] {
        loop.run()
        return reader.deliveries.withLock { deliveries in
            defer { deliveries = [] }
            return deliveries
        }
    }

    @Test("What has come meanwhile is delivered at once, in order")
    func gathers() {
        let mailbox = mailbox()
        mailbox.post(.change(1, bytes: 10))
        mailbox.post(.answer(1))
        mailbox.post(.change(2, bytes: 10))
        let all: [Letter] = [.change(1, bytes: 10), .answer(1), .change(2, bytes: 10)]
        #expect(delivered() == [all])
        #expect(delivered() == [])
    }

    @Test("Mail that came before there was a reader is kept, within the same bound")
    func keeps() {
        let mailbox = Mailbox<Letter>(on: loop, bytesMaximum: 15)
        for number in 1...4 { mailbox.post(.change(number, bytes: 10)) }
        mailbox.deliver { [reader] mail in reader.deliveries.withLock { $0.append(mail) } }
        #expect(delivered() == [[.change(1, bytes: 10), .missed(through: 4)]])
    }

    @Test("When changes have no room, one note stands for all that are missing")
    func full() {
        let mailbox = mailbox()
        for number in 1...1000 { mailbox.post(.change(number, bytes: 40)) }
        let kept: [Letter] = [.change(1, bytes: 40), .change(2, bytes: 40)]
        #expect(delivered() == [kept + [.missed(through: 1000)]])
    }

    @Test("What is no change arrives, however full it is, and notes keep their place before it")
    func answersArrive() {
        let mailbox = mailbox(bytesMaximum: 10)
        for number in 1...3 {
            mailbox.post(.change(number * 2 - 1, bytes: 10))
            mailbox.post(.change(number * 2, bytes: 10))
            mailbox.post(.answer(number))
        }
        #expect(
            delivered() == [
                [
                    .change(1, bytes: 10), .missed(through: 2), .answer(1), .missed(through: 4),
                    .answer(2), .missed(through: 6), .answer(3),
                ]
            ]
        )
    }

    @Test("A delivery makes room again, and a single change finds it, however large")
    func roomAgain() {
        let mailbox = mailbox()
        mailbox.post(.change(1, bytes: 1000))
        mailbox.post(.change(2, bytes: 1))
        #expect(delivered() == [[.change(1, bytes: 1000), .missed(through: 2)]])
        mailbox.post(.change(3, bytes: 1))
        #expect(delivered() == [[.change(3, bytes: 1)]])
    }

    @Test("A closed mailbox drops everything")
    func closes() {
        let mailbox = mailbox()
        mailbox.close()
        mailbox.post(.answer(1))
        #expect(delivered() == [])
    }
}
