import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The gateways that a clean-up sends its requests to: in turn, until one of them answers.
struct CleanUpGateways: Sendable {
    /// An answer.
    struct Answer: Sendable {
        /// The HTTP status.
        let status: Int

        /// The body.
        let body: [UInt8]
    }

    /// The longest wait for an answer.
    static let answerTimeout = TimeAmount.seconds(10)

    /// The longest wait that a gateway's `Retry-After` is followed for, in seconds.
    static let retrySecondsMaximum = 5

    /// The number of attempts for each gateway that cannot be reached.
    static let attemptsOfGateway = 2

    /// The largest answer, in bytes.
    static let answerBytesMaximum = 16 * 1024 * 1024

    /// The gateways.
    let targets: [LoadTarget]

    /// The sessions.
    let tokens: [String]

    /// The PEM file of the authority of the gateways' certificates.
    let authorityPath: String?

    /// A client of these gateways, which must be shut down.
    func client() throws -> HTTPClient {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        if let authorityPath {
            configuration.tlsConfiguration = try LoadTrust.configuration(authorityPath)
        }
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends a request until a gateway answers it with something else than "not now" (429 and 503).
    ///
    /// `turn` chooses the gateway and the session that are tried first.
    ///
    /// - Throws: a `LoadFailure` if none has by `deadline`, or none can be reached.
    func request(
        _ method: HTTPMethod,
        _ path: String,
        body: [UInt8]? = nil,
        turn: Int = 0,
        client: HTTPClient,
        until deadline: ContinuousClock.Instant
    ) async throws -> Answer {
        var attempt = turn
        var failures = 0
        while true {
            var request = HTTPClientRequest(url: targets[attempt % targets.count].url + path)
            request.method = method
            request.headers.add(
                name: "Authorization",
                value: "Bearer \(tokens[attempt % tokens.count])"
            )
            if let body {
                request.headers.add(name: "Content-Type", value: "application/json")
                request.body = .bytes(ByteBuffer(bytes: body))
            }
            let obstacle: String
            let pause: Duration
            do {
                let response = try await client.execute(request, timeout: Self.answerTimeout)
                let bytes = try await response.body.collect(upTo: Self.answerBytesMaximum)
                let status = Int(response.status.code)
                guard status == 429 || status == 503 else {
                    return Answer(status: status, body: Array(bytes.readableBytesView))
                }
                let seconds = response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 1
                pause = .seconds(min(max(seconds, 1), Self.retrySecondsMaximum))
                obstacle = status == 429 ? "the rate limit" : "gateways are not ready"
            } catch {
                failures += 1
                obstacle = LoadTrust.sentence(error)
                guard failures < targets.count * Self.attemptsOfGateway else {
                    throw LoadFailure("no gateway can be reached: \(obstacle)")
                }
                pause = .milliseconds(200)
            }
            attempt += 1
            guard ContinuousClock.now + pause < deadline, !Task.isCancelled else {
                throw LoadFailure("\(obstacle); time is up")
            }
            try? await Task.sleep(for: pause)
        }
    }
}
