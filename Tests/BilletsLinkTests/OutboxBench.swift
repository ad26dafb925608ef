import Billets

@testable import BilletsLink

/// A command outbox under a clock that the test turns by hand.
final class OutboxBench {
    private let start = ContinuousClock.Instant.now
    private let user = User(id: .random(), name: "Ada")
    private var outbox = CommandOutbox<Int>(patience: .seconds(10))

    /// Whether nobody waits.
    var isEmpty: Bool { outbox.isEmpty }

    /// Whoever gives the commands.
    func request(_ command: TicketCommand, requestID: RequestID? = nil) -> CommandRequest {
        CommandRequest(user: user, requestID: requestID, command: command)
    }

    func submit(_ request: CommandRequest, waiter: Int, atSecond second: Int = 0) -> Rejection? {
        outbox.submit(
            request,
            waiter: waiter,
            at: start + .seconds(second),
            makeRequestID: { .random() }
        )
    }

    func submit(_ waiter: Int, atSecond second: Int = 0) -> Rejection? {
        submit(request(.lock(.random())), waiter: waiter, atSecond: second)
    }

    func submit(_ waiters: Range<Int>) {
        for waiter in waiters { _ = submit(waiter) }
    }

    func nextBatch(atSecond second: Int = 0) -> [NumberedCommand] {
        outbox.nextBatch(at: start + .seconds(second))
    }

    /// The numbers of the next batch.
    func nextNumbers() -> [UInt64] { nextBatch().map(\.sequence) }

    func answered(_ sequence: UInt64, atSecond second: Int = 0) -> Int? {
        outbox.answered(sequence, at: start + .seconds(second))
    }

    func silence(atSecond second: Int) -> Duration? {
        outbox.silence(at: start + .seconds(second))
    }

    func linkUp() { outbox.linkUp() }

    @discardableResult
    func linkDown(_ trouble: LinkTrouble = .unreachable(cause: "test")) -> [Int] {
        outbox.linkDown(trouble)
    }

    func expire(atSecond second: Int) -> (waiters: [Int], why: Rejection) {
        outbox.expire(at: start + .seconds(second))
    }

    func closeDoor() { outbox.closeDoor() }

    func takeAll() -> [Int] { outbox.takeAll() }
}
