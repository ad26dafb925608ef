import Billets
import BilletsLoad

/// Compares what clients saw with what the database holds, and both with the promises of the protocol.
public struct Checker: Sendable {
    /// How many lines tell what happened around a broken promise.
    static let excerptLinesMaximum = 10

    /// What is checked.
    let record: RunRecord

    /// The rows of the events table, by revision.
    let rows: [Revision: EventRow]

    /// The revisions at which each ticket changed, in order.
    let revisionsByTicket: [TicketID: [EventRow]]

    /// A checker of `record`.
    public init(_ record: RunRecord) {
        self.record = record
        rows = Dictionary(record.database.events.map { ($0.event.revision, $0) }) { first, _ in
            first
        }
        revisionsByTicket = Dictionary(
            grouping: record.database.events,
            by: \.event.change.ticketID
        )
    }

    /// The promises that were broken.
    public func violations() -> [Violation] {
        tableViolations() + streamViolations() + intentViolations() + updateViolations()
            + lockViolations() + leaseViolations() + agreementViolations()
    }

    // MARK: The table itself

    private func tableViolations() -> [Violation] {
        var found: [Violation] = []
        if record.database.integrity != "ok" {
            found.append(Violation(.fileIsWhole, record.database.integrity))
        }
        for (row, next) in zip(record.database.events, record.database.events.dropFirst())
        where next.event.revision != row.event.revision.next {
            found.append(
                Violation(
                    .revisionsAreContiguous,
                    "after \(row.event.revision) comes \(next.event.revision)"
                )
            )
        }
        return found
    }

    // MARK: What clients were sent

    private func streamViolations() -> [Violation] {
        record.agents.flatMap { agent in
            agent.discrepancies.map { Violation(.streamsAreWhole, "\(agent.name) noticed: \($0)") }
                + agent.streams.flatMap { violations(in: $0, of: agent) }
        }
    }

    private func violations(in stream: StreamRecord, of agent: AgentRecord) -> [Violation] {
        let whose = "\(agent.name) at gateway-\(stream.gateway + 1)"
        var found: [Violation] = []
        if stream.start.cursor.epoch != record.database.epoch {
            found.append(
                Violation(.streamsAreWhole, "\(whose) got the epoch \(stream.start.cursor.epoch)")
            )
        }
        if !stream.start.isSnapshot, stream.start.since != stream.start.cursor {
            let asked = stream.start.since?.revision.description ?? "nothing"
            found.append(
                Violation(
                    .streamsAreWhole,
                    "\(whose) asked since \(asked), and got what follows \(stream.start.cursor.revision)"
                )
            )
        }
        var last = stream.start.cursor.revision
        for (index, event) in stream.events.enumerated() {
            if event.revision != last.next {
                found.append(
                    Violation(
                        .streamsAreWhole,
                        "\(whose) got \(event.revision) after \(last)",
                        excerpt: stream.events[max(0, index - 4)...index].map { line($0) }
                    )
                )
            }
            last = event.revision
            if rows[event.revision]?.event != event {
                let row = rows[event.revision].map { line($0.event) } ?? "nothing"
                found.append(
                    Violation(
                        .contentIsTheSame,
                        "\(whose) saw another event \(event.revision) than the table holds",
                        excerpt: ["seen:  " + line(event), "table: " + row]
                    )
                )
            }
        }
        return found
    }

    // MARK: In the end

    private func agreementViolations() -> [Violation] {
        let tickets = Dictionary(record.database.tickets.map { ($0.id, $0) }) { first, _ in first }
        var found: [Violation] = []
        for agent in record.agents {
            guard let board = agent.board else {
                found.append(Violation(.allAgree, "\(agent.name) has no board"))
                continue
            }
            if board.cursor.revision != record.database.revision {
                found.append(
                    Violation(
                        .allAgree,
                        "\(agent.name) is at \(board.cursor.revision), the database at \(record.database.revision)"
                    )
                )
            }
            found += differences(board.tickets, tickets, agent.name)
        }
        for listing in record.listings {
            let name = "HTTP at gateway-\(listing.gateway + 1)"
            if listing.tickets.count != Set(listing.tickets.map(\.id)).count {
                found.append(Violation(.allAgree, "\(name) lists a ticket twice"))
            }
            let listed = Dictionary(listing.tickets.map { ($0.id, $0) }) { first, _ in first }
            found += differences(listed, tickets, name)
        }
        return found
    }

    private func differences(
        _ seen: [TicketID: Ticket],
        _ kept: [TicketID: Ticket],
        _ name: String
    ) -> [Violation] {
        Set(seen.keys).union(kept.keys).sorted { "\($0)" < "\($1)" }
            .filter { seen[$0] != kept[$0] }.prefix(3)
            .map { id in
                Violation(
                    .allAgree,
                    "\(name) has another ticket \(id) than the database",
                    excerpt: [
                        "seen: \(seen[id].map { "\($0)" } ?? "none")",
                        "kept: \(kept[id].map { "\($0)" } ?? "none")",
                    ] + excerpt(of: id, upTo: nil)
                )
            }
    }
}
