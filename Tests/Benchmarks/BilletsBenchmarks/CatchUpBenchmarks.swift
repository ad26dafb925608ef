import Benchmark
import Billets
import BilletsGateway
import BilletsWire

/// Clients that come back with `since`, answered from a full ring.
enum CatchUpBenchmarks {
    private static let batchEvents = 64

    /// Names them.
    static func register() {
        serve("100 missed, all alike", .kilo) { _ in 100 }
        serve("1 to 1000 missed, each its own", .kilo) { 1 + $0 * 7_919 % 1_000 }
    }

    /// Serves clients, counted from 1, of which each has `missed` so many changes.
    private static func serve(
        _ name: String,
        _ scale: BenchmarkScalingFactor,
        _ missed: @escaping (Int64) -> Int64
    ) {
        var machine: UpdaterMachine<Int>?
        var latest = Cursor(epoch: SampleBoard().epoch, revision: .none)
        var clients: Int64 = 0
        let now = ContinuousClock.now
        Benchmark("catch-up: \(name)", configuration: .init(scalingFactor: scale)) { benchmark in
            guard var filled = machine.take() else { return }
            var answers = 0
            benchmark.measure {
                clients += 1
                let seen = Revision(latest.revision.number - missed(clients))
                let request = CatchUpRequest(
                    socket: 0,
                    generation: 1,
                    want: .since(Cursor(epoch: latest.epoch, revision: seen))
                )
                if case .answer(_, .frames)? = filled.take(.request(request), now: now).first {
                    answers += 1
                }
            }
            machine = filled
            if answers != benchmark.scaledIterations.count {
                benchmark.error("\(benchmark.name): \(answers) answers")
            }
        } setup: {
            (machine, latest.revision) = fill(now)
        } teardown: {
            machine = nil
        }
    }

    /// A machine whose ring is full, and the last change that it delivered.
    private static func fill(_ now: ContinuousClock.Instant) -> (UpdaterMachine<Int>, Revision) {
        var board = SampleBoard()
        let events = board.wireEvents(Int64(EventRing.eventsMaximum))
        var machine = UpdaterMachine<Int>(
            at: Cursor(epoch: board.epoch, revision: .none),
            now: now
        )
        for start in stride(from: 0, to: events.count, by: batchEvents) {
            let end = min(start + batchEvents, events.count)
            _ = machine.take(.events(Array(events[start..<end])), now: now)
        }
        return (machine, machine.delivered.revision)
    }
}
