import Benchmark
import Billets
import BilletsGateway
import BilletsSeeds
import BilletsWire

/// A thousand changes through the machine of the client updater: put into order, framed, kept in the ring.
///
/// Its sockets are numbers here, whose type the compiler does not know in the gateway's own code: what the product runs
/// is a little quicker.
enum UpdaterBenchmarks {
    private static let count: Int64 = 1_000

    /// Names them.
    static func register() {
        var board = SampleBoard()
        let events = board.wireEvents(count)
        var generator = SeededGenerator(seed: 3)
        let shuffled = events.shuffled(using: &generator)
        let start = Cursor(epoch: board.epoch, revision: .none)
        take("1000 events in order", [events], from: start)
        take("1000 events in order, compressed", [events], from: start, .on)
        take("1000 events in order, one by one", events.map { [$0] }, from: start)
        take("1000 events shuffled", [shuffled], from: start)
        take("1000 events shuffled, one by one", shuffled.map { [$0] }, from: start)
    }

    private static func take(
        _ name: String,
        _ mails: [[WireEvent]],
        from start: Cursor,
        _ compression: SocketCompression = .off
    ) {
        let now = ContinuousClock.now
        Benchmark("updater: \(name)") { benchmark in
            var machine = UpdaterMachine<Int>(
                at: start,
                demand: CompressionDemand(compression),
                now: now
            )
            benchmark.measure {
                for events in mails { blackHole(machine.take(.events(events), now: now)) }
            }
            if machine.delivered.revision != Revision(count) {
                benchmark.error("\(benchmark.name) ended at \(machine.delivered.revision)")
            }
        }
    }
}
