import BilletsLoad
import BilletsWire
import NIOPosix

/// Clients that do nothing good at one gateway.
struct Crowd: Sendable {
    /// How many connect at the same time.
    static let connectingMaximum = 50

    /// How often a slow client asks for everything.
    static let questions = 40

    /// Where they come.
    let gateway: RigGateway

    /// Whose session they have.
    let token: String

    /// They come, stay, and go; those that cannot come are not missed.
    func come(_ count: Int, as fault: ClientFault, for duration: Duration) async throws {
        // What a crowd does must not be undone by the road that others share: the crowd goes around it.
        let sockets = await connect(count)
        switch fault {
        case .slow:
            for socket in sockets {
                socket.setReading(false)
                for _ in 0..<Self.questions { socket.send(Self.question) }
            }
            try await Task.sleep(for: duration)
        case .dead:
            for socket in sockets { socket.setReading(false) }
            try await Task.sleep(for: duration)
        case .crowd:
            for socket in sockets { socket.send(Self.question) }
        }
        for socket in sockets { socket.drop() }
    }

    /// So many sockets, as far as they come.
    func connect(_ count: Int) async -> [WebSocketClient] {
        await withTaskGroup(of: WebSocketClient?.self) { group in
            var sockets: [WebSocketClient] = []
            for number in 0..<count {
                if number >= Self.connectingMaximum, let socket = await group.next() {
                    if let socket { sockets.append(socket) }
                }
                group.addTask {
                    try? await WebSocketClient.connect(
                        to: gateway.directAddress,
                        headers: [("Authorization", "Bearer \(token)")],
                        patience: .seconds(10),
                        on: MultiThreadedEventLoopGroup.singleton
                    ) { _ in }
                }
            }
            for await socket in group { if let socket { sockets.append(socket) } }
            return sockets
        }
    }

    private static let question = ClientEnvelope(
        requestID: nil,
        message: .getTickets(since: nil)
    ).encoded()
}
