import Billets
import BilletsWire
import Logging
import NIOCore
import NIOEmbedded

@testable import BilletsGateway

/// Questions for a place in the stream, all of one socket, told apart by their number.
struct Questions {
    private let socket: SocketReference

    init() {
        let eventLoop = EmbeddedEventLoop()
        let group = SocketGroup(
            node: "gateway-1",
            cursor: Cursor(epoch: .random(), revision: .none),
            leaseDuration: .seconds(120),
            limits: SocketLimits(),
            rates: UserRates(nil),
            demand: CompressionDemand(.off),
            clock: WallClock { Timestamp(millisecondsSinceEpoch: 0) },
            presence: Presence(node: "gateway-1"),
            eventLoop: eventLoop,
            logger: Logger(label: "test")
        )
        let session = Session(
            id: .random(),
            user: User(id: .random(), name: "Ada"),
            role: .agent,
            startedAt: Timestamp(millisecondsSinceEpoch: 0),
            expiresAt: Timestamp(millisecondsSinceEpoch: 1),
            origin: .logIn(keyID: "1")
        )
        let handler = SocketHandler(
            session: session,
            connectionID: "c-1",
            group: group,
            form: .plain
        )
        socket = SocketReference(
            group: group,
            handler: NIOLoopBound(handler, eventLoop: eventLoop)
        )
    }

    func snapshot(_ number: UInt32, form: FrameForm = .plain) -> CatchUpRequest<SocketReference> {
        CatchUpRequest(socket: socket, generation: number, want: .snapshot, form: form)
    }

    func since(_ cursor: Cursor, _ number: UInt32) -> CatchUpRequest<SocketReference> {
        CatchUpRequest(socket: socket, generation: number, want: .since(cursor))
    }

    func more(
        after revision: Int64,
        _ number: UInt32,
        form: FrameForm = .plain
    ) -> CatchUpRequest<SocketReference> {
        let want = CatchUpWant.more(after: Revision(revision))
        return CatchUpRequest(socket: socket, generation: number, want: want, form: form)
    }
}
