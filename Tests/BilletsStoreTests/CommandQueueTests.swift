import Billets
import BilletsWire
import Testing

@testable import BilletsStore

@Suite struct CommandQueueTests {
    private let command = WaitingCommand(
        request: Agent().creating(),
        address: AnswerAddress(NobodyThere(), 0)
    )

    @Test("The first command starts a committer, and those that follow wait for it")
    func startsOnce() {
        var queue = CommandQueue(waitingMaximum: 10, batchMaximum: 2)
        #expect(queue.isIdle)
        let admissions = [queue.add(command), queue.add(command), queue.add(command)]
        #expect(admissions == [.start, .wait, .wait])
        let first = queue.takeBatch()
        #expect(first.count == 2)
        let meanwhile = queue.add(command)
        #expect(meanwhile == .wait)
        let goesOn = queue.finishBatch()
        #expect(goesOn)
        let second = queue.takeBatch()
        #expect(second.count == 2)
        #expect(!queue.isIdle)
        let goesOnAgain = queue.finishBatch()
        #expect(!goesOnAgain)
        #expect(queue.isIdle)
        let afresh = queue.add(command)
        #expect(afresh == .start)
    }

    @Test("A full queue refuses, until a batch has left it")
    func refusesWhenFull() {
        var queue = CommandQueue(waitingMaximum: 2, batchMaximum: 2)
        let admissions = [queue.add(command), queue.add(command), queue.add(command)]
        #expect(admissions == [.start, .wait, .full])
        _ = queue.takeBatch()
        let later = queue.add(command)
        #expect(later == .wait)
    }

    @Test("A queue that is closed refuses, and still hands out what waits")
    func closes() {
        var queue = CommandQueue(waitingMaximum: 2, batchMaximum: 2)
        let before = queue.add(command)
        queue.close()
        let after = queue.add(command)
        #expect([before, after] == [.start, .closed])
        let batch = queue.takeBatch()
        #expect(batch.count == 1)
        let goesOn = queue.finishBatch()
        #expect(!goesOn)
        #expect(queue.isIdle)
    }
}

private final class NobodyThere: AnswerTaker {
    func take(_ answers: [NumberedAnswer]) {}
}
