import Benchmark
import Billets
import BilletsWire

/// Messages to bytes, and back.
enum CodecBenchmarks {
    /// Names them.
    static func register() {
        var board = SampleBoard()
        let event = board.event()
        let accepted = ServerMessage.accepted(
            requestID: board.identifier(),
            revision: Revision(1_000_000),
            ticket: board.ticket(1)
        )
        encode("TicketUpdated", .event(event), .kilo)
        encode("Accepted", accepted, .kilo)
        let cursor = Cursor(epoch: board.epoch, revision: Revision(1_000_000))
        let tickets = board.tickets(1_000)[...]
        encode(
            "AllTickets of 1000",
            .allTickets(cursor: cursor, tickets: tickets, more: false),
            .one
        )
        decode("UpdateTicket", .updateTicket(board.identifier(), version: 2, edit(&board)))
        decode("LockTicket", .lockTicket(board.identifier()))
        wireEvents(WireEvent(event, epoch: board.epoch))
    }

    private static func edit(_ board: inout SampleBoard) -> TicketEdit {
        TicketEdit(title: board.text(words: 6), description: board.text(words: 25), status: .closed)
    }

    private static func encode(
        _ name: String,
        _ message: ServerMessage,
        _ scale: BenchmarkScalingFactor
    ) {
        Benchmark("codec: encode \(name)", configuration: .init(scalingFactor: scale)) {
            $0.measure { blackHole(message.encoded()) }
        }
    }

    private static func decode(_ name: String, _ message: ClientMessage) {
        var board = SampleBoard()
        let bytes = ClientEnvelope(requestID: board.identifier(), message: message).encoded()
        Benchmark("codec: decode \(name)", configuration: .init(scalingFactor: .kilo)) {
            try $0.measure { blackHole(try ClientEnvelope.decode(bytes).get()) }
        }
    }

    private static func wireEvents(_ event: WireEvent) {
        let codec = WireEventCodec(wireKey: Array(repeating: 42, count: 32))
        let payload = codec.encode(event)
        Benchmark("codec: sign WireEvent", configuration: .init(scalingFactor: .kilo)) {
            $0.measure { blackHole(codec.encode(event)) }
        }
        Benchmark("codec: verify WireEvent", configuration: .init(scalingFactor: .kilo)) {
            try $0.measure { blackHole(try codec.decode(payload)) }
        }
    }
}
