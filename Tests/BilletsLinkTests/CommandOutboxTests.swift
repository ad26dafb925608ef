import Billets
import Testing

@testable import BilletsLink

@Suite("CommandOutbox")
struct CommandOutboxTests {
    private let outbox = OutboxBench()

    @Test("Nothing goes while the link is down, and everything that waits goes in one batch after")
    func batch() {
        outbox.submit(0..<3)
        #expect(outbox.nextNumbers().isEmpty)
        outbox.linkUp()
        #expect(outbox.nextNumbers() == [1, 2, 3])
        #expect(outbox.nextNumbers().isEmpty)
    }

    @Test("A command without a request id gets one, and keeps it when it goes again")
    func requestID() {
        outbox.submit(0..<1)
        outbox.linkUp()
        let first = outbox.nextBatch()
        #expect(first.first?.request.requestID != nil)
        outbox.linkDown()
        outbox.linkUp()
        #expect(outbox.nextBatch() == first)
    }

    @Test("A request id that the client made is left alone")
    func clientRequestID() {
        let request = outbox.request(.unlock(.random()), requestID: .random())
        #expect(outbox.submit(request, waiter: 0) == nil)
        outbox.linkUp()
        #expect(outbox.nextBatch().map(\.request) == [request])
    }

    @Test("Answers come in any order, and each waiter is handed back once")
    func answers() {
        outbox.submit(0..<3)
        outbox.linkUp()
        _ = outbox.nextBatch()
        #expect(outbox.answered(2) == 1)
        #expect(outbox.answered(2) == nil)
        #expect(outbox.answered(3) == 2)
        #expect(outbox.answered(1) == 0)
        #expect(outbox.isEmpty)
    }

    @Test("An answer to a command that was never sent is ignored")
    func strayAnswers() {
        outbox.submit(0..<1)
        #expect(outbox.answered(1) == nil)
        #expect(outbox.answered(7) == nil)
        #expect(outbox.answered(0) == nil)
        #expect(!outbox.isEmpty)
    }

    @Test("When the link breaks, the unanswered go again in their order, before the others")
    func resend() {
        outbox.submit(0..<4)
        outbox.linkUp()
        _ = outbox.nextBatch()
        outbox.submit(4..<5)
        #expect(outbox.answered(2) == 1)
        #expect(outbox.linkDown().isEmpty)
        #expect(outbox.nextNumbers().isEmpty)
        outbox.linkUp()
        #expect(outbox.nextNumbers() == [1, 3, 4, 5])
    }

    @Test("A command whose time is over is handed back, also while the link is down")
    func expiry() {
        #expect(outbox.submit(0, atSecond: 0) == nil)
        #expect(outbox.submit(1, atSecond: 1) == nil)
        #expect(outbox.expire(atSecond: 9).waiters.isEmpty)
        let trouble = LinkTrouble.unreachable(cause: "nobody listens")
        outbox.linkDown(trouble)
        let (waiters, why) = outbox.expire(atSecond: 10)
        #expect(waiters == [0])
        #expect(why == trouble.rejection)
        #expect(outbox.expire(atSecond: 10).waiters.isEmpty)
        #expect(outbox.expire(atSecond: 11).waiters == [1])
        outbox.linkUp()
        #expect(outbox.nextNumbers().isEmpty)
    }

    @Test("A command that ran out under way is not sent again, and its late answer is nobody's")
    func abandoned() {
        outbox.submit(0..<1)
        outbox.linkUp()
        _ = outbox.nextBatch()
        let (waiters, why) = outbox.expire(atSecond: 10)
        #expect(waiters == [0])
        #expect(why.code == .unavailable)
        outbox.submit(1..<2)
        #expect(outbox.answered(1) == nil)
        outbox.linkDown()
        outbox.linkUp()
        #expect(outbox.nextNumbers() == [2])
    }

    @Test("The store is silent since the first sending or the last answer")
    func silence() {
        outbox.submit(0..<2)
        outbox.linkUp()
        #expect(outbox.silence(atSecond: 9) == nil)
        #expect(outbox.nextBatch(atSecond: 10).count == 2)
        #expect(outbox.silence(atSecond: 13) == .seconds(3))
        #expect(outbox.answered(1, atSecond: 14) == 0)
        #expect(outbox.silence(atSecond: 15) == .seconds(1))
        #expect(outbox.answered(2, atSecond: 15) == 1)
        #expect(outbox.silence(atSecond: 99) == nil)
        outbox.submit(2..<3)
        #expect(outbox.nextBatch(atSecond: 100).count == 1)
        #expect(outbox.silence(atSecond: 101) == .seconds(1))
        outbox.linkDown()
        #expect(outbox.silence(atSecond: 102) == nil)
    }

    @Test("No more than the window is under way; an answer makes room")
    func window() {
        let maximum = LinkLimits.unansweredCommandsMaximum
        outbox.submit(0..<maximum + 1)
        outbox.linkUp()
        var sent: [UInt64] = []
        while case let batch = outbox.nextNumbers(), !batch.isEmpty {
            #expect(batch.count <= LinkLimits.batchCommandsMaximum)
            sent += batch
        }
        #expect(sent.count == maximum)
        #expect(outbox.answered(5) == 4)
        #expect(outbox.nextNumbers() == [UInt64(maximum + 1)])
    }

    @Test("What ran out under way still fills the window, so that a store that hangs is not fed on")
    func hangingStore() {
        let maximum = LinkLimits.unansweredCommandsMaximum
        outbox.submit(0..<maximum)
        outbox.linkUp()
        while !outbox.nextBatch().isEmpty {}
        #expect(outbox.expire(atSecond: 10).waiters.count == maximum)
        outbox.submit(0..<1)
        #expect(outbox.nextNumbers().isEmpty)
        outbox.linkDown()
        outbox.linkUp()
        #expect(outbox.nextNumbers().count == 1)
    }

    @Test("When too many wait, a command is refused at once")
    func full() {
        outbox.submit(0..<LinkLimits.commandsMaximum)
        #expect(outbox.submit(0)?.code == .unavailable)
        outbox.linkUp()
        _ = outbox.nextBatch()
        #expect(outbox.answered(1) == 0)
        #expect(outbox.submit(0) == nil)
    }

    @Test("When those that wait hold too many bytes, a command is refused at once")
    func fullOfBytes() {
        let text = String(repeating: "x", count: 200_000)
        let request = outbox.request(.create(TicketDraft(title: "t", description: text)))
        var taken = 0
        while outbox.submit(request, waiter: taken) == nil { taken += 1 }
        #expect(taken == LinkLimits.commandsBytesMaximum / request.approximateMessageBytes)
    }

    @Test("A command that fits into no message is too large")
    func tooLarge() {
        let text = String(repeating: "x", count: LinkLimits.commandBytesMaximum)
        let request = outbox.request(.create(TicketDraft(title: text)))
        #expect(outbox.submit(request, waiter: 0)?.code == .tooLarge)
    }

    @Test("A store that refuses this gateway is not waited for")
    func refused() {
        outbox.submit(0..<2)
        #expect(outbox.linkDown(.refused(cause: "test")) == [0, 1])
        #expect(outbox.isEmpty)
        #expect(outbox.submit(2) == nil)
        outbox.linkUp()
        #expect(outbox.nextNumbers() == [3])
    }

    @Test("A closed outbox takes nothing in, and what it held is handed back once")
    func closed() {
        outbox.submit(0..<2)
        outbox.closeDoor()
        #expect(outbox.submit(2)?.code == .unavailable)
        #expect(outbox.takeAll() == [0, 1])
        #expect(outbox.takeAll().isEmpty)
    }

    @Test("Under random losses, answers and expiries, each waiter is handed back exactly once")
    func randomHistory() {
        var generator = SystemRandomNumberGenerator()
        var handedBack: [Int: Int] = [:]
        var underWay: [UInt64] = []
        var (submitted, second) = (0, 0)
        var lastSent: UInt64 = 0
        func note(_ waiters: [Int]) {
            for waiter in waiters { handedBack[waiter, default: 0] += 1 }
        }
        for _ in 0..<20_000 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                if outbox.submit(submitted, atSecond: second) == nil { submitted += 1 }
            case 4..<6:
                let batch = outbox.nextNumbers()
                let isInOrder = batch == batch.sorted() && (batch.first ?? .max) > lastSent
                #expect(isInOrder)
                lastSent = batch.last ?? lastSent
                underWay += batch
            case 6..<8:
                guard let sequence = underWay.randomElement(using: &generator) else { continue }
                note(outbox.answered(sequence).map { [$0] } ?? [])
            case 8:
                note(outbox.linkDown())
                underWay = []
                lastSent = 0
                outbox.linkUp()
            default:
                second += 1
                note(outbox.expire(atSecond: second).waiters)
            }
        }
        note(outbox.takeAll())
        #expect(handedBack.count == submitted)
        #expect(handedBack.values.allSatisfy { $0 == 1 })
    }
}
