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

    /// Takes in who has sockets on a gateway.
    func maintain(
        request: ProtoMaintainRequest,
        context: ServerContext
    ) async throws -> ProtoMaintainResponse {
        try await answering {
            var response = ProtoMaintainResponse()
            response.events = try await store.maintain(try PresenceReport(request)).map(\.message)
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
