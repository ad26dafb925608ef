import AsyncHTTPClient
import BilletsWire
import NIOCore
import NIOHTTP1

/// Gets the users of a load test in.
public struct LoadLogIn: Sendable {
    /// The most users of a load test.
    public static let usersMaximum = 10_000

    private let target: LoadTarget
    private let authorityPath: String?
    private let patience: Duration

    /// Logs in at `target`, whose certificate is of the authority in the file `authorityPath`, or of one that the machine
    /// trusts.
    public init(
        at target: LoadTarget,
        authorityPath: String? = nil,
        patience: Duration = .seconds(30)
    ) {
        self.target = target
        self.authorityPath = authorityPath
        self.patience = patience
    }

    /// Logs everybody in, one after the other, as gateways let in only so many at a time.
    ///
    /// - Returns: their tokens.
    /// - Throws: a `LoadFailure` that says who was not let in, and why.
    public func tokens(of emails: [String], password: String) async throws -> [String] {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        // A gateway that is not there now is told of now.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let authorityPath {
            configuration.tlsConfiguration = try LoadTrust.configuration(authorityPath)
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            var tokens: [String] = []
            for email in emails.prefix(Self.usersMaximum) {
                tokens.append(try await token(of: email, password, client))
            }
            try await client.shutdown()
            return tokens
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func token(
        of email: String,
        _ password: String,
        _ client: HTTPClient
    ) async throws -> String {
        var request = HTTPClientRequest(url: target.url + "/api/session")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        let credentials = Credentials(email: email, password: password)
        request.body = .bytes(ByteBuffer(bytes: credentials.encoded()))
        let status: Int
        let bytes: ByteBuffer
        let retryAfter: String?
        do {
            let response = try await client.execute(request, timeout: TimeAmount(patience))
            status = Int(response.status.code)
            retryAfter = response.headers.first(name: "Retry-After")
            bytes = try await response.body.collect(upTo: 64 * 1024)
        } catch {
            throw LoadFailure(
                "\(target.url) cannot be reached (\(LoadTrust.sentence(error))): see that a gateway listens there, and "
                    + "name it with --url."
            )
        }
        switch status {
        case 200:
            guard let token = SessionDescription.token(in: Array(bytes.readableBytesView)) else {
                throw LoadFailure(
                    "What \(target.url) answers to a log-in is no session: is it a gateway?"
                )
            }
            return token
        case 401:
            throw LoadFailure("\(email) cannot log in at \(target.url): the password is wrong.")
        case 429:
            throw LoadFailure(
                "\(target.url) lets nobody in for \(retryAfter ?? "some") seconds, after too many log-ins: wait, or start it with "
                    + "--no-limits."
            )
        default:
            throw LoadFailure(
                "\(email) cannot log in at \(target.url), which answers HTTP \(status): is it a gateway, "
                    + "and is it ready?"
            )
        }
    }
}
