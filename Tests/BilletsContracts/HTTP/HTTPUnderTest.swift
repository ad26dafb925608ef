public import BilletsLoad
import Testing

/// A server whose HTTP API is looked at, and people who are logged in there.
public struct HTTPUnderTest: Sendable {
    /// Somebody who is logged in.
    public struct Person: Sendable {
        /// Their id.
        public let id: String

        /// What they are called.
        public let name: String

        /// The token of their session.
        public let token: String
    }

    /// How long an answer may take.
    ///
    /// Only so that nothing waits for ever: how fast one comes is no part of the contract, and with all its checks at
    /// once a server that a sanitizer watches takes minutes.
    static let patience: Duration = .seconds(600)

    /// Speaks to the server.
    public let client: SessionClient

    /// Where it is, `http://HOST:PORT`.
    public let url: String

    /// An administrator.
    public let admin: Person

    /// An agent.
    public let agent: Person

    /// Another agent.
    public let other: Person

    /// Logs three people in, who all have `password`; the first of them is an administrator.
    public init(url: String, emails: [String], password: String) async throws {
        self.url = url
        let client = SessionClient(url: url, patience: Self.patience)
        self.client = client
        var people: [Person] = []
        for email in emails {
            people.append(try await Self.logIn(email, password, client))
        }
        try #require(people.count == 3)
        (admin, agent, other) = (people[0], people[1], people[2])
    }

    private static func logIn(
        _ email: String,
        _ password: String,
        _ client: SessionClient
    ) async throws -> Person {
        let body = #"{"email":"\#(email)","password":"\#(password)"}"#
        let session = try await client.request("POST", "/api/session", body: body).json()
        let user = try session.object("user")
        return Person(
            id: try user.text("id"),
            name: try user.text("name"),
            token: try session.text("token")
        )
    }

    /// Asks as somebody; as the agent, unless said otherwise.
    func ask(
        _ method: String,
        _ path: String,
        as person: Person? = nil,
        headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> SessionClient.Answer {
        try await client.request(
            method,
            path,
            token: (person ?? agent).token,
            headers: headers,
            body: body
        )
    }

    /// A new ticket of the agent.
    func ticket(_ title: String = "Hoover is too loud") async throws -> JSONObject {
        let answer = try await ask("POST", "/api/tickets", body: #"{"title":"\#(title)"}"#)
        try #require(answer.status == 201)
        return try answer.json()
    }
}
