import BilletsWire
import NIOCore
import NIOPosix
import NIOSSL

/// Asks processes whether they serve.
enum ReadinessProbe {
    /// How long connecting may take, and then an answer.
    static let patience: TimeAmount = .seconds(2)

    /// The most that is read of an answer.
    static let answerBytesMaximum = 4096

    /// Whether the process that `question` is about serves now.
    static func ask(_ question: ReadinessQuestion) async -> Bool {
        await answer(question).isReady
    }

    /// What the process that `question` is about says.
    static func answer(_ question: ReadinessQuestion) async -> ReadinessAnswer {
        do {
            switch question {
            case .connection(let address):
                try await connect(to: address, over: .clearText) { $0 }.close()
                return .ready(nil)
            case .readyz(let address, let road):
                return read(try await get("/readyz", of: address, over: road))
            }
        } catch {
            return .silent(ConnectionFailure.words(error))
        }
    }

    /// Returns true if the metrics of a process of ours are told at `address`.
    static func tellsMetrics(_ address: ListenAddress) async -> Bool {
        let answer = try? await get("/metrics", of: address, over: .clearText)
        return answer.map { $0.hasPrefix("HTTP/1.1 200 ") && $0.contains("les_billets_") } ?? false
    }

    /// What an answer over HTTP means.
    static func read(_ answer: String) -> ReadinessAnswer {
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        let readiness = parts.count == 2 ? try? Readiness(decoding: parts[1].utf8) : nil
        let status = answer.split(whereSeparator: \.isNewline).first.map(String.init) ?? "nothing"
        if answer.hasPrefix("HTTP/1.1 200 ") { return .ready(readiness) }
        if answer.hasPrefix("HTTP/1.1 503 "), let readiness { return .notReady(readiness) }
        return .foreign(String(status.prefix(80)))
    }

    private static func get(
        _ path: String,
        of address: ListenAddress,
        over road: ReadinessRoad
    ) async throws -> String {
        let connection = try await connect(to: address, over: road) { channel in
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
        let channel = connection.channel
        let deadline = channel.eventLoop.scheduleTask(in: patience) {
            channel.close(promise: nil)
        }
        defer { deadline.cancel() }
        return try await connection.executeThenClose { inbound, outbound in
            let request = "GET \(path) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n"
            var failure: any Error = ChannelError.connectTimeout(patience)
            // Where TLS fails, reading says why.
            do { try await outbound.write(ByteBuffer(string: request)) } catch { failure = error }
            var answer = ""
            do {
                for try await piece in inbound {
                    answer += String(buffer: piece)
                    if answer.utf8.count > answerBytesMaximum { break }
                }
            } catch  where !answer.isEmpty {
                // A server that hangs up on TLS without a goodbye has said all that it had to say.
                return answer
            }
            guard !answer.isEmpty else { throw failure }
            return answer
        }
    }

    private static func connect<Output: Sendable>(
        to address: ListenAddress,
        over road: ReadinessRoad,
        _ wrap: @escaping @Sendable (any Channel) throws -> Output
    ) async throws -> Output {
        let context = try tls(road).map { try NIOSSLContext(configuration: $0) }
        // A number is no name to send in TLS (RFC 6066, section 3).
        let name =
            (try? SocketAddress(ipAddress: address.host, port: 0)) == nil ? address.host : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(patience)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: name)
                        )
                    }
                    return try wrap(channel)
                }
            }
    }

    private static func tls(_ road: ReadinessRoad) throws -> TLSConfiguration? {
        var configuration = TLSConfiguration.makeClientConfiguration()
        switch road {
        case .clearText: return nil
        case .ownTLS: configuration.certificateVerification = .none
        case .tls(nil): break
        case .tls(let authority?):
            do {
                configuration.trustRoots = .certificates(
                    try NIOSSLCertificate.fromPEMFile(authority)
                )
            } catch {
                throw Complaint(
                    "'\(authority)' cannot be read as certificates in PEM: see that it exists, and what it holds."
                )
            }
        }
        return configuration
    }
}
