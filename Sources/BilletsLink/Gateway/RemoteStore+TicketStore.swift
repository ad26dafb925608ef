public import Billets
public import BilletsWire
import GRPCCore

extension RemoteStore: TicketStore {
    /// Which database the store process keeps.
    public func identity() async throws(Rejection) -> StoreIdentity {
        try await call(.read, patience: timing.callPatience) { client, options in
            try StoreIdentity(
                try await client.calls.identity(
                    ProtoIdentityRequest(),
                    metadata: client.metadata,
                    options: options
                )
            )
        }
    }

    /// Sends the command with whatever else waits; never blocks.
    public func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        queue.submit(request, answeringTo: address)
    }

    /// The committed changes right after `revision`; 10,000 at most.
    public func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage {
        var request = ProtoEventsRequest()
        request.afterRevision = revision.number
        request.limit = Int64(limit)
        let message = request
        return try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.events(
                message,
                metadata: client.metadata,
                options: options
            ) { response in
                var assembly = EventPageAssembly()
                for try await part in response.messages { try assembly.take(part) }
                return try assembly.page()
            }
        }
    }

    /// All tickets, at exactly one revision.
    public func snapshot() async throws(Rejection) -> Snapshot {
        try await call(.read, patience: timing.snapshotPatience) { client, options in
            try await client.calls.snapshot(
                ProtoSnapshotRequest(),
                metadata: client.metadata,
                options: options
            ) { response in
                var assembly = SnapshotAssembly()
                for try await part in response.messages { try assembly.take(part) }
                return try assembly.snapshot()
            }
        }
    }

    /// The ticket `id` as it stands.
    public func ticket(_ id: TicketID) async throws(Rejection) -> Ticket? {
        var request = ProtoFindTicketRequest()
        request.id = id.bytes
        let message = request
        return try await call(.read, patience: timing.callPatience) { client, options in
            let response = try await client.calls.findTicket(
                message,
                metadata: client.metadata,
                options: options
            )
            return response.hasTicket ? try Ticket(response.ticket) : nil
        }
    }

    /// The tickets that `query` selects, in its order.
    public func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        let message = query.message
        return try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.listTickets(
                message,
                metadata: client.metadata,
                options: options
            ) { response in
                var assembly = TicketPageAssembly()
                for try await part in response.messages { try assembly.take(part) }
                return try assembly.page()
            }
        }
    }

    /// What happened to the ticket `id`, the newest first.
    public func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage? {
        var request = ProtoReadHistoryRequest()
        request.ticketID = id.bytes
        if let revision { request.beforeRevision = revision.number }
        request.limit = Int64(limit)
        let message = request
        return try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.readHistory(
                message,
                metadata: client.metadata,
                options: options
            ) { response in
                var assembly = HistoryPageAssembly()
                for try await part in response.messages { try assembly.take(part) }
                return try assembly.page()
            }
        }
    }

    /// Reports who has sockets here, and ends the locks whose time has come.
    ///
    /// Not repeated when it fails on its way: the next report is a complete one.
    public func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer {
        try await call(.change, patience: timing.callPatience) { client, options in
            let response = try await client.calls.maintain(
                report.message,
                metadata: client.metadata,
                options: options
            )
            return try ReportAnswer(response)
        }
    }

    /// The gateways that live, and who has sockets on each.
    public func gateways() async throws(Rejection) -> [GatewayPresence] {
        try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.listGateways(
                ProtoListGatewaysRequest(),
                metadata: client.metadata,
                options: options
            ).gateways.map { try GatewayPresence($0) }
        }
    }
}
