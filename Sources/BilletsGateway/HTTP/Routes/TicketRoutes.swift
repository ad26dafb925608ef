import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import ServiceContextModule

/// The tickets over HTTP; what changes them goes the way of every command.
struct TicketRoutes: Sendable {
    /// Where they are kept.
    let store: any TicketStore

    /// The way of commands.
    let desk: CommandDesk

    /// The lists that are being read.
    private let lists = RunningLists()

    /// The number of listed versions that are tried to find the one of an earlier, equal request.
    private static let repeatedVersionsMaximum = 8

    /// The routes of the tickets in `store`.
    init(store: any TicketStore, desk: CommandDesk) {
        self.store = store
        self.desk = desk
    }

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/api/tickets", .session { try await list($0, $1) }),
            Route(.post, "/api/tickets", .session { try await create($0, $1) }),
            Route(.get, "/api/tickets/{id}", .session { call, _ in try await read(call) }),
            Route(.patch, "/api/tickets/{id}", .session { try await change($0, $1) }),
            Route(.put, "/api/tickets/{id}/lock", .session { try await lock($0, $1) }),
            Route(.delete, "/api/tickets/{id}/lock", .session { try await unlock($0, $1) }),
            Route(
                .get,
                "/api/tickets/{id}/history",
                .session { call, _ in try await history(call) }
            ),
        ]
    }
}

// MARK: Reading

extension TicketRoutes {
    private func list(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let query = try TicketQuery(call.query, reader: session.user.id)
        let page = try await lists.run(for: session.user.id) { () async throws(Rejection) in
            try await store.tickets(query)
        }
        let cursor = try call.query.text("cursor").flatMap { TicketCursor($0) }
        if let cursor, cursor.epoch != page.latest.epoch { throw Problem.pageOfAnotherHistory }
        return Response(json: page.encoded(order: query.order))
    }

    private func read(_ call: RouteRequest) async throws -> Response {
        Response(try await existing(try call.identifier(of: "ticket")))
    }

    private func history(_ call: RouteRequest) async throws -> Response {
        let id: TicketID = try call.identifier(of: "ticket")
        let before = try call.query.position("before")
        guard before?.revision != Revision.none else {
            throw Problem(malformed: "The revision of the parameter before must be 1 or more.")
        }
        let limit = try call.query.number("limit", in: 1...Int64(TicketQuery.limitMaximum)) ?? 50
        guard
            let page = try await store.history(of: id, before: before?.revision, limit: Int(limit))
        else { throw Self.missing(id) }
        if case .cursor(let cursor) = before, try await epoch(of: page) != cursor.epoch {
            throw Problem.pageOfAnotherHistory
        }
        return Response(json: page.encoded())
    }

    /// The history that `page` was read from; one without events does not say it, and the store is asked.
    private func epoch(of page: HistoryPage) async throws -> Epoch {
        if let event = page.events.first { return event.cursor.epoch }
        return try await store.events(after: .none, limit: 1).latest.epoch
    }

    private func existing(_ id: TicketID) async throws -> Ticket {
        guard let ticket = try await store.ticket(id) else { throw Self.missing(id) }
        return ticket
    }

    private static func missing(_ id: TicketID) -> Rejection {
        Rejection(.notFound, "There is no ticket with the id \(id).")
    }
}

// MARK: Changing

extension TicketRoutes {
    private func create(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let draft = try await call.body(TicketDraft.init(decoding:))
        let acceptance: Acceptance
        do {
            acceptance = try await carryOut(.create(draft), call, session)
        } catch let rejection as Rejection where rejection.code == .notFound {
            throw Problem(unknownReference: rejection)
        } catch let rejection as Rejection
            where rejection.code == .invalidMessage && !rejection.isOfReusedRequestID
        {
            if let id = draft.id, try await store.ticket(id) != nil {
                throw Problem(taken: rejection.message)
            }
            throw rejection
        }
        return try Response(acceptance, status: .created)
    }

    private func change(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let id: TicketID = try call.identifier(of: "ticket")
        let patch = try await call.body(TicketPatch.init(decoding:))
        let base = try ChangeBase(patch.version, ifMatch: call.request.headers[values: .ifMatch])
        do {
            return try Response(try await change(id, patch.edit, from: base, call, session))
        } catch let rejection as Rejection where rejection.code == .notFound {
            // Either the ticket is not there, or the user whom the body names.
            _ = try await existing(id)
            throw Problem(unknownReference: rejection)
        }
    }

    private func lock(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let id: TicketID = try call.identifier(of: "ticket")
        let acceptance = try await carryOut(.lock(id), call, session)
        return Response(try await existing(id), revision: acceptance.revision)
    }

    private func unlock(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let id: TicketID = try call.identifier(of: "ticket")
        let isForced = try call.query.flag("force")
        guard !isForced || session.role == .admin else { throw Problem.administratorsOnly }
        let command = isForced ? TicketCommand.forceUnlock(id) : .unlock(id)
        let acceptance = try await carryOut(command, call, session)
        return Response(try await existing(id), revision: acceptance.revision)
    }

    private func carryOut(
        _ command: TicketCommand,
        _ call: RouteRequest,
        _ session: Session
    ) async throws -> Acceptance {
        let request = CommandRequest(
            user: session.user,
            requestID: try call.idempotencyKey(),
            command: command,
            trace: ServiceContext.current?.trace
        )
        return try await withCheckedContinuation { continuation in
            desk.submit(request) { continuation.resume(returning: $0) }
        }.get()
    }

    private func change(
        _ id: TicketID,
        _ edit: TicketEdit,
        from base: ChangeBase,
        _ call: RouteRequest,
        _ session: Session
    ) async throws -> Acceptance {
        func change(_ version: Int64?) async throws -> Acceptance {
            try await carryOut(.update(id, version: version, edit), call, session)
        }
        switch base {
        case .version(let version):
            return try await change(version)
        case .anyOf(let versions):
            let current = try await existing(id).version
            guard let version = versions.contains(current) ? current : versions.first else {
                throw Problem(unmatched: try await existing(id))
            }
            do {
                // One that is not current is tried, too: a request that is repeated gets its first answer.
                return try await change(version)
            } catch let rejection as Rejection where rejection.code == .versionConflict {
                throw Problem(unmatched: try await existing(id))
            } catch let rejection as Rejection where rejection.isOfReusedRequestID {
                // Another of the versions was current when the request was carried out first.
                for other in versions.prefix(Self.repeatedVersionsMaximum) where other != version {
                    do {
                        return try await change(other)
                    } catch let rejection as Rejection where rejection.isOfReusedRequestID {}
                }
                throw rejection
            }
        case .current:
            return try await change(nil)
        }
    }
}

extension Problem {
    /// The problem that answers a question for the next page of a list that was begun before a restore.
    fileprivate static let pageOfAnotherHistory = Problem(
        status: 410,
        code: "gone",
        title: "Gone",
        detail: """
            The pages before this one are of another history, since the database was restored from a backup: \
            begin again with the first page.
            """
    )
}

extension Response {
    /// The response that carries a ticket, after the change of `revision`, if there was one.
    fileprivate init(
        _ ticket: Ticket,
        revision: Revision? = nil,
        status: HTTPResponse.Status = .ok
    ) {
        self.init(json: ticket.encoded(), status: status)
        headers[.eTag] = "\"\(ticket.version)\""
        if let revision { setRevision(revision) }
    }

    /// The response to a command that answers with a ticket.
    fileprivate init(_ acceptance: Acceptance, status: HTTPResponse.Status = .ok) throws(Rejection)
    {
        guard let ticket = acceptance.ticket else {
            // The event of a lock or its end, from before digests of commands were kept.
            throw Rejection.reusedRequestID
        }
        self.init(ticket, revision: acceptance.revision, status: status)
        if status == .created { headers[.location] = "/api/tickets/\(ticket.id)" }
    }
}
