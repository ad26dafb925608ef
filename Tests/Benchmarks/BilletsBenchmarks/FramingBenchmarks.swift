import Benchmark
import Billets
import BilletsDeflate
import BilletsGateway
import BilletsWire
import NIOCore

/// Changes and boards to the frames that all sockets share.
enum FramingBenchmarks {
    /// Names them.
    static func register() {
        var board = SampleBoard()
        let events = board.wireEvents(64)
        frame("1 event", Array(events.prefix(1)), nil, .kilo)
        frame("1 event, compressed", Array(events.prefix(1)), FrameCompressor(.quick), .kilo)
        frame("64 events", events, nil, .kilo)
        frame("64 events, compressed", events, FrameCompressor(.quick), .one)
        let snapshot = Snapshot(
            cursor: Cursor(epoch: board.epoch, revision: Revision(1_000)),
            tickets: board.tickets(1_000)
        )
        frame("board of 1000", snapshot, nil)
        frame("board of 1000, compressed", snapshot, FrameCompressor(.thorough))
    }

    private static func frame(
        _ name: String,
        _ events: [WireEvent],
        _ compressor: FrameCompressor?,
        _ scale: BenchmarkScalingFactor
    ) {
        let allocator = ByteBufferAllocator()
        Benchmark("framing: \(name)", configuration: .init(scalingFactor: scale)) {
            $0.measure {
                blackHole(FrameBatch(events, allocator: allocator, compressor: compressor))
            }
        }
    }

    private static func frame(
        _ name: String,
        _ snapshot: Snapshot,
        _ compressor: FrameCompressor?
    ) {
        let allocator = ByteBufferAllocator()
        Benchmark("framing: \(name)") {
            $0.measure {
                blackHole(
                    EncodedSnapshot(snapshot, allocator: allocator, compressor: compressor)
                )
            }
        }
    }
}
