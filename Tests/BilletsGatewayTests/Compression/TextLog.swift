import BilletsLoad
import NIOPosix

@testable import BilletsGateway

/// A client that keeps every text as it came, byte for byte once it is inflated.
final class TextLog {
    /// The socket ended before what was awaited came.
    struct Ended: Error {
        let texts: [String]
    }

    /// What a client offers that wants compression.
    static let offer = ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")

    let socket: WebSocketClient
    private let frames: AsyncStream<ServerFrame>

    /// Everything so far but the greeting, which is different for each socket.
    private(set) var texts: [String] = []

    /// How the server said goodbye, if it did.
    private(set) var closeCode: UInt16?

    private init(socket: WebSocketClient, frames: AsyncStream<ServerFrame>) {
        self.socket = socket
        self.frames = frames
    }

    /// Opens a socket, which offers compression or does not.
    static func open(
        _ gateway: RunningGateway,
        token: String,
        offersCompression: Bool
    ) async throws -> TextLog {
        let (frames, frame) = AsyncStream.makeStream(of: ServerFrame.self)
        let socket = try await WebSocketClient.connect(
            to: gateway.socketAddress,
            headers: [("Authorization", "Bearer \(token)")] + (offersCompression ? [offer] : []),
            on: MultiThreadedEventLoopGroup.singleton
        ) { frame.yield($0) }
        return TextLog(socket: socket, frames: frames)
    }

    /// Reads until a text came of which `condition` is true.
    func read(until condition: (String) -> Bool) async throws {
        for await frame in frames {
            switch frame {
            case .text(let bytes):
                let text = String(decoding: bytes, as: UTF8.self)
                guard !text.hasPrefix(#"{"type":"Welcome""#) else { continue }
                texts.append(text)
                if condition(text) { return }
            case .close(let code, _): closeCode = code
            case .ended: throw Ended(texts: texts)
            case .ping, .pong: break
            }
        }
        throw Ended(texts: texts)
    }

    /// Reads until the connection is gone; answers how the server said goodbye.
    func readToEnd() async -> UInt16? {
        try? await read { _ in false }
        return closeCode
    }
}
