import Billets
import BilletsWire
import FoundationEssentials
import Logging
import Metrics
import NIOCore
import NIOEmbedded

@testable import BilletsGateway

/// Questions for a place in the stream, all of one socket, told apart by their number.
struct Questions {
    private let socket: SocketReference

    init() {
        let eventLoop = EmbeddedEventLoop()
        let cursor = Cursor(epoch: .random(), revision: .none)
        let identity = StoreIdentity(
            databaseID: .random(),
            epoch: cursor.epoch,
            wireKey: Array(repeating: 7, count: 32),
            leases: LeasePolicy()
        )
        let configuration = GatewayConfiguration(node: "gateway-1", host: "127.0.0.1", port: 0)
        let shared = SocketSurroundings(
            configuration,
            identity,
            metrics: GatewayMetrics(NOOPMetricsHandler.instance),
            logger: Logger(label: "test")
        )
        let group = SocketGroup(shared, cursor: cursor, eventLoop: eventLoop)
        let session = Session(
            id: .random(),
            user: User(id: .random(), name: "Ada"),
            role: .agent,
            generation: 0,
            startedAt: Timestamp(millisecondsSinceEpoch: 0),
            expiresAt: Timestamp(millisecondsSinceEpoch: 1),
            origin: .logIn(keyID: "1")
        )
        let handler = SocketHandler(
            session: session,
            connectionID: UUID(),
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
