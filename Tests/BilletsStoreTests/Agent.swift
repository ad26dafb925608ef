import Billets
import BilletsStore
import BilletsWire
import Testing

/// Somebody who works on tickets.
struct Agent {
    /// Who it is.
    let user = User(id: .random(), name: "Ada")

    /// The command to make a ticket.
    func creating(
        _ title: String = "Hoover is too loud",
        description: String = "",
        requestID: RequestID? = nil
    ) -> CommandRequest {
        CommandRequest(
            user: user,
            requestID: requestID,
            command: .create(TicketDraft(title: title, description: description))
        )
    }

    /// A new ticket in `store`.
    @discardableResult
    func create(_ title: String = "Hoover is too loud", in store: SQLiteStore) async throws
        -> Ticket
    {
        try #require(try await store.execute(creating(title)).get().ticket)
    }

    /// The answers to `requests`, which are submitted in order before `submitted` is called.
    func answers(
        to requests: [CommandRequest],
        in store: SQLiteStore,
        submitted: () -> Void = {}
    ) async -> [Result<Acceptance, Rejection>] {
        let (answers, continuation) = AsyncStream.makeStream(
            of: (Int, Result<Acceptance, Rejection>).self
        )
        for (place, request) in requests.enumerated() {
            store.submit(request) { continuation.yield((place, $0)) }
        }
        submitted()
        var sorted: [Int: Result<Acceptance, Rejection>] = [:]
        for await (place, answer) in answers {
            sorted[place] = answer
            if sorted.count == requests.count { break }
        }
        return sorted.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension Result<Acceptance, Rejection> {
    /// Why the command was refused; nil if it was accepted.
    var rejection: Rejection? {
        switch self {
        case .success: nil
        case .failure(let rejection): rejection
        }
    }
}
