import Billets
import BilletsWire
import GRPCCore

extension StoreService {
    /// Sends a piece of the history.
    func events(
        request: ProtoEventsRequest,
        response: RPCWriter<ProtoEventsPart>,
        context: ServerContext
    ) async throws {
        let page = try await answering {
            try await store.events(
                after: Revision(request.afterRevision),
                limit: max(0, min(Int(request.limit), LinkLimits.eventsMaximum))
            )
        }
        var head = ProtoEventsPart()
        head.head.latest = page.latest.message
        head.head.oldestRetainedRevision = page.oldestRetained.number
        try await response.write(head)
        let portions = page.events.portions(bytesMaximum: LinkLimits.batchBytesMaximum) {
            $0.approximateMessageBytes
        }
        for portion in portions {
            var part = ProtoEventsPart()
            part.batch.events = portion.map(\.message)
            try await response.write(part)
        }
    }

    /// Sends all tickets.
    func snapshot(
        request: ProtoSnapshotRequest,
        response: RPCWriter<ProtoSnapshotPart>,
        context: ServerContext
    ) async throws {
        let snapshot = try await answering { try await store.snapshot() }
        var head = ProtoSnapshotPart()
        head.head.cursor = snapshot.cursor.message
        head.head.ticketCount = Int64(snapshot.tickets.count)
        try await response.write(head)
        let portions = snapshot.tickets.portions(bytesMaximum: LinkLimits.batchBytesMaximum) {
            $0.approximateMessageBytes
        }
        for portion in portions {
            var part = ProtoSnapshotPart()
            part.batch.tickets = portion.map(\.message)
            try await response.write(part)
        }
    }

    /// The ticket of an id.
    func findTicket(
        request: ProtoFindTicketRequest,
        context: ServerContext
    ) async throws -> ProtoFindTicketResponse {
        try await answering {
            var response = ProtoFindTicketResponse()
            let id = try TicketID(bytes: request.id, field: "id")
            if let ticket = try await store.ticket(id) { response.ticket = ticket.message }
            return response
        }
    }

    /// Sends a list of tickets.
    func listTickets(
        request: ProtoListTicketsRequest,
        response: RPCWriter<ProtoTicketListPart>,
        context: ServerContext
    ) async throws {
        let page = try await answering { try await store.tickets(try TicketQuery(request)) }
        var head = ProtoTicketListPart()
        head.head.latest = page.latest.message
        head.head.ticketCount = Int64(page.tickets.count)
        if let next = page.next { head.head.next = next.message }
        try await response.write(head)
        let portions = page.tickets.portions(bytesMaximum: LinkLimits.batchBytesMaximum) {
            $0.approximateMessageBytes
        }
        for portion in portions {
            var part = ProtoTicketListPart()
            part.batch.tickets = portion.map(\.message)
            try await response.write(part)
        }
    }

    /// Sends what happened to a ticket.
    func readHistory(
        request: ProtoReadHistoryRequest,
        response: RPCWriter<ProtoHistoryPart>,
        context: ServerContext
    ) async throws {
        let page = try await answering {
            try await store.history(
                of: try TicketID(bytes: request.ticketID, field: "ticket_id"),
                before: request.hasBeforeRevision ? Revision(request.beforeRevision) : nil,
                limit: max(0, min(Int(request.limit), LinkLimits.eventsMaximum))
            )
        }
        var head = ProtoHistoryPart()
        head.head.isFound = page != nil
        head.head.eventCount = Int64(page?.events.count ?? 0)
        head.head.hasMore_p = page?.hasMore ?? false
        try await response.write(head)
        let events = page?.events ?? []
        let portions = events.portions(bytesMaximum: LinkLimits.batchBytesMaximum) {
            $0.approximateMessageBytes
        }
        for portion in portions {
            var part = ProtoHistoryPart()
            part.batch.events = portion.map(\.message)
            try await response.write(part)
        }
    }

    /// Takes in who has sockets on a gateway.
    func maintain(
        request: ProtoMaintainRequest,
        context: ServerContext
    ) async throws -> ProtoMaintainResponse {
        try await answering {
            try await store.maintain(try PresenceReport(request)).message
        }
    }

    /// Lists the gateways that live, and who is there.
    func listGateways(
        request: ProtoListGatewaysRequest,
        context: ServerContext
    ) async throws -> ProtoListGatewaysResponse {
        try await answering {
            var response = ProtoListGatewaysResponse()
            response.gateways = try await store.gateways().map(\.message)
            return response
        }
    }

    /// Says which database this is.
    func identity(
        request: ProtoIdentityRequest,
        context: ServerContext
    ) async throws -> ProtoIdentityResponse {
        try await answering { try await store.identity().message }
    }

    /// Says how the store is.
    func status(
        request: ProtoStatusRequest,
        context: ServerContext
    ) async throws -> ProtoStatusResponse {
        var response = ProtoStatusResponse()
        response.version = version
        do {
            let page = try await store.events(after: .none, limit: 0)
            response.isServing = true
            response.message = "The store carries out commands."
            response.epoch = page.latest.epoch.description
            response.revision = page.latest.revision.number
        } catch {
            log(error)
            response.message = error.message
        }
        return response
    }
}
