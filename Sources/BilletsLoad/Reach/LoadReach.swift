import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Finds out whether gateways can be reached, before a test logs in and opens its sockets.
public struct LoadReach: Sendable {
    /// The longest wait for a connection.
    static let connectTimeout = TimeAmount.seconds(5)

    /// The longest wait for an answer over it.
    static let answerTimeout = TimeAmount.seconds(10)

    /// After this time of waiting for a connection or an answer, it says so.
    static let noticeTime = Duration.seconds(1)

    /// After this time of waiting for a log-in, which takes some by itself, it says so.
    static let logInNoticeTime = Duration.seconds(5)

    /// The most bytes of an answer that are read.
    static let answerBytesMaximum = 4_096

    private let authorityPath: String?
    private let say: @Sendable (String) -> Void

    /// A check with the certificates' authority in the file `authorityPath`; `say` takes what a person should know meanwhile.
    public init(authorityPath: String?, say: @escaping @Sendable (String) -> Void) {
        self.authorityPath = authorityPath
        self.say = say
    }

    /// Asks each of `targets`, at the same time.
    ///
    /// - Returns: those that can be put under load, in their order; `say` has said what is wrong with the others.
    /// - Throws: a `LoadFailure` if none can.
    public func reachable(_ targets: [LoadTarget]) async throws -> [LoadTarget] {
        _ = try LoadTrust.configuration(authorityPath)
        let problems = await withTaskGroup(of: (Int, String?).self) { group in
            for (index, target) in targets.enumerated() {
                group.addTask { (index, await problem(target)) }
            }
            return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        let good = targets.indices.filter { problems[$0] == nil }
        guard let first = problems.min(by: { $0.key < $1.key }) else { return targets }
        guard !good.isEmpty else {
            throw LoadFailure(sentence(targets[first.key], first.value))
        }
        for (index, problem) in problems.sorted(by: { $0.key < $1.key }) {
            say("Warning: \(sentence(targets[index], problem))")
        }
        return good.map { targets[$0] }
    }

    private func sentence(_ target: LoadTarget, _ problem: String) -> String {
        "\(target.url) cannot be used: \(problem). See that a gateway listens there, and name it with --url."
    }

    /// The reason why `target` cannot be put under load; nil: it can.
    private func problem(_ target: LoadTarget) async -> String? {
        do {
            let channel = try await noticing(
                "Waiting for \(target.url) to take a connection (at most 5 seconds)."
            ) { try await connect(target) }
            let bytes = try await noticing(
                "\(target.url) has taken a connection; waiting for its answer (at most 10 seconds)."
            ) { try await answer(target, over: channel) }
            return ReachAnswer.problem(bytes, isSecure: target.isSecure)
        } catch let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode) {
            return ReachAnswer.problem([], isSecure: target.isSecure)
        } catch {
            return Self.words(error)
        }
    }

    /// Does `body`, and says that it waits for a log-in at `target` if that takes long.
    public func loggingIn<Output: Sendable>(
        at target: LoadTarget,
        _ body: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        try await noticing(
            "Waiting for \(target.url) to answer a log-in (at most 30 seconds).",
            after: Self.logInNoticeTime,
            body
        )
    }

    private func noticing<Output: Sendable>(
        _ notice: String,
        after time: Duration = noticeTime,
        _ body: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        try await withThrowingTaskGroup(of: Output?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                guard (try? await Task.sleep(for: time)) != nil else { return nil }
                say(notice)
                return nil
            }
            defer { group.cancelAll() }
            for try await output in group { if let output { return output } }
            throw CancellationError()
        }
    }

    private func connect(
        _ target: LoadTarget
    ) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let address = try target.resolved()
        let context =
            target.isSecure
            ? try NIOSSLContext(configuration: LoadTrust.configuration(authorityPath)) : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(Self.connectTimeout)
            .connect(to: address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        let handler = try LoadGate.tlsHandler(context, host: target.host)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
    }

    /// The beginning of the answer to a request for the session without credentials.
    private func answer(
        _ target: LoadTarget,
        over connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    ) async throws -> [UInt8] {
        let channel = connection.channel
        let alarm = channel.eventLoop.scheduleTask(in: Self.answerTimeout) {
            channel.pipeline.fireErrorCaught(ChannelError.connectTimeout(Self.answerTimeout))
            channel.close(promise: nil)
        }
        defer { alarm.cancel() }
        let request =
            "GET /api/session HTTP/1.1\r\nHost: \(target.authority)\r\nConnection: close\r\n\r\n"
        return try await connection.executeThenClose { inbound, outbound in
            var failure: (any Error)?
            // If TLS fails, reading throws the reason.
            do { try await outbound.write(ByteBuffer(string: request)) } catch { failure = error }
            var answer: [UInt8] = []
            do {
                for try await piece in inbound {
                    answer += piece.readableBytesView
                    if answer.count > Self.answerBytesMaximum { break }
                }
            } catch {
                failure = error
            }
            if answer.isEmpty, let failure { throw failure }
            return answer
        }
    }

    /// The meaning of a network error.
    static func words(_ error: any Error) -> String {
        let text = "\(error)"
        switch error {
        case ChannelError.connectTimeout(let time) where time == answerTimeout:
            return "it takes connections but does not answer"
        case ChannelError.ioOnClosedChannel: return "it closes connections without an answer"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            if text.contains("CERTIFICATE_VERIFY_FAILED") {
                return
                    "its certificate is not of a trusted authority, or has expired (see --tls-authority)"
            }
            if text.contains("failedToValidateHostname") {
                return "its certificate is for another name"
            }
            if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST")
                || text.contains("uncleanShutdown") || text.contains("eofDuringHandshake")
            {
                return "it does not speak TLS: write http://"
            }
            return "TLS failed (\(text.prefix(120)))"
        default: return FailureReason.of(error)
        }
    }
}
