import NIOCore
import NIOPosix

/// Asks processes whether they serve.
enum ReadinessProbe {
    /// How long an answer may take.
    static let patience: TimeAmount = .seconds(2)

    /// The most that is read of an answer; its first line is all that matters.
    static let answerBytesMaximum = 4096

    /// Whether the process that `question` is about serves now.
    static func ask(_ question: ReadinessQuestion) async -> Bool {
        switch question {
        case .connection(let address):
            guard let channel = try? await connect(to: address, { $0 }) else { return false }
            try? await channel.close()
            return true
        case .readyz(let address):
            return (try? await answersOK(address)) ?? false
        }
    }

    private static func answersOK(_ address: ListenAddress) async throws -> Bool {
        let connection = try await connect(to: address) { channel in
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
        let channel = connection.channel
        let deadline = channel.eventLoop.scheduleTask(in: patience) {
            channel.close(promise: nil)
        }
        defer { deadline.cancel() }
        return try await connection.executeThenClose { inbound, outbound in
            let request = "GET /readyz HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            var answer = ""
            for try await piece in inbound {
                answer += String(buffer: piece)
                if answer.contains("\r\n") || answer.utf8.count > answerBytesMaximum { break }
            }
            return answer.hasPrefix("HTTP/1.1 200 ")
        }
    }

    private static func connect<Output: Sendable>(
        to address: ListenAddress,
        _ wrap: @escaping @Sendable (any Channel) throws -> Output
    ) async throws -> Output {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(patience)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture { try wrap(channel) }
            }
    }
}
