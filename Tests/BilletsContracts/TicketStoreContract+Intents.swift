import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Commands that are sent again.
    static let intents: [StoreCheck] = [
        StoreCheck("A command sent again gets the first answer, and is not carried out twice") {
            store in
            let ticket = try await store.create(by: .ada)
            let edit = TicketEdit(title: "Once")
            let commands: [TicketCommand] = [
                .create(TicketDraft(title: "Another")), .lock(ticket.id),
                .update(ticket.id, version: 1, edit), .unlock(ticket.id),
            ]
            var first: [(RequestID, TicketCommand, Acceptance)] = []
            for command in commands {
                let id = RequestID.random()
                let acceptance = try await store.accept(command, by: .ada, requestID: id)
                #expect(!acceptance.events.isEmpty)
                first.append((id, command, acceptance))
            }
            let later = TicketCommand.update(ticket.id, version: 2, TicketEdit(title: "Later"))
            try await store.accept(later, by: .ada)
            let before = try await store.tickets.snapshot()
            for (id, command, acceptance) in first {
                let again = try await store.accept(command, by: .ada, requestID: id)
                #expect(again.revision == acceptance.revision)
                #expect(again.ticket == acceptance.ticket)
                // Whoever carried it out first may have told nobody.
                #expect(again.events == acceptance.events.suffix(1))
            }
            #expect(try await store.tickets.snapshot() == before)
        },
        StoreCheck("The same request id of somebody else is another intent") { store in
            let id = RequestID.random()
            let create = TicketCommand.create(TicketDraft(title: "Ours"))
            let ada = try await store.accept(create, by: .ada, requestID: id)
            let grace = try await store.accept(create, by: .grace, requestID: id)
            #expect(ada.ticket?.number == 1)
            #expect(grace.ticket?.number == 2)
        },
        StoreCheck("A refused command is judged anew when it is sent again") { store in
            let ticket = try await store.create(by: .ada)
            try await store.accept(.lock(ticket.id), by: .ada)
            let id = RequestID.random()
            let lock = TicketCommand.lock(ticket.id)
            let refusal = try await store.refusal(of: lock, by: .grace, requestID: id)
            #expect(refusal.code == .locked)
            try await store.accept(.unlock(ticket.id), by: .ada)
            let acceptance = try await store.accept(lock, by: .grace, requestID: id)
            #expect(acceptance.events.count == 1)
        },
        StoreCheck("What is malformed is no repetition, whatever request id it bears") { store in
            let id = RequestID.random()
            let ticket = try await store.create(by: .ada)
            let create = TicketCommand.create(TicketDraft(title: "Hoover"))
            try await store.accept(create, by: .ada, requestID: id)
            let malformed: [TicketCommand] = [
                .create(TicketDraft(title: "Hoover", description: "a\u{0}b")),
                .create(TicketDraft(title: " ")),
                .update(ticket.id, version: 1, TicketEdit()),
                .update(ticket.id, version: 1, TicketEdit(title: "a\u{0}b")),
            ]
            for command in malformed {
                let refusal = try await store.refusal(of: command, by: .ada, requestID: id)
                #expect(refusal.code == .invalidMessage)
            }
        },
        StoreCheck("Another command under a used request id is refused, and changes nothing") {
            store in
            let (ticket, other) = (
                try await store.create(by: .ada), try await store.create(by: .ada)
            )
            let edit = TicketEdit(title: "Once")
            let commands: [TicketCommand] = [
                .create(TicketDraft(title: "Another", description: "One")), .lock(ticket.id),
                .update(ticket.id, version: 1, edit), .unlock(ticket.id), .lock(other.id),
                .forceUnlock(other.id),
            ]
            var first: [(RequestID, TicketCommand, Acceptance)] = []
            for command in commands {
                let id = RequestID.random()
                let acceptance = try await store.accept(command, by: .ada, requestID: id)
                first.append((id, command, acceptance))
            }
            let strangers: [TicketCommand] = [
                .create(TicketDraft(title: "Another", description: "Two")),
                .create(TicketDraft(title: "Another", description: "One", priority: .high)),
                .lock(.random()), .unlock(other.id), .forceUnlock(ticket.id),
                .update(ticket.id, version: 2, edit), .update(ticket.id, version: nil, edit),
                .update(ticket.id, version: 1, TicketEdit(title: "Once", status: .open)),
                .update(ticket.id, version: 1, TicketEdit(title: "Twice")),
            ]
            for (id, command, acceptance) in first {
                for stranger in commands + strangers where stranger != command {
                    let refusal = try await store.refusal(of: stranger, by: .ada, requestID: id)
                    #expect(refusal.code == .invalidMessage)
                    #expect(refusal.isOfReusedRequestID)
                }
                // The first command stands, and so does its answer.
                let again = try await store.accept(command, by: .ada, requestID: id)
                #expect(again.revision == acceptance.revision)
                #expect(again.ticket == acceptance.ticket)
            }
        },
        StoreCheck("A command is the same under another name of its user, and around its title") {
            store in
            let id = RequestID.random()
            let create = TicketCommand.create(TicketDraft(title: "Once"))
            let first = try await store.accept(create, by: .ada, requestID: id)
            let renamed = User(id: User.ada.id, name: "Countess")
            let padded = TicketCommand.create(TicketDraft(title: "  Once "))
            let again = try await store.accept(padded, by: renamed, requestID: id)
            #expect(again.revision == first.revision)
        },
        StoreCheck("Of many commands of one request id at once, one is carried out") {
            store in
            let id = RequestID.random()
            let titles = (0..<10).map { "Ticket \($0)" }
            let answers = await withTaskGroup { group in
                for (turn, title) in titles.enumerated() {
                    let create = CommandRequest(
                        user: .ada,
                        requestID: id,
                        command: .create(TicketDraft(title: title))
                    )
                    group.addTask { await store.way(turn).execute(create) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let refusals = answers.compactMap { answer -> Rejection? in
                if case .failure(let rejection) = answer { rejection } else { nil }
            }
            #expect(refusals.count == titles.count - 1)
            #expect(refusals.allSatisfy { $0.isOfReusedRequestID })
            let tickets = try await store.tickets.snapshot().tickets
            #expect(tickets.count == 1)
        },
        StoreCheck("An update without a version changes any, once for its request id") {
            store in
            let ticket = try await store.create(by: .ada)
            let update = TicketCommand.update(ticket.id, version: nil, TicketEdit(status: .closed))
            let id = RequestID.random()
            let first = try await store.accept(update, by: .ada, requestID: id)
            #expect(first.ticket?.version == 2)
            let again = try await store.accept(update, by: .ada, requestID: id)
            #expect(again.revision == first.revision)
            let zero = TicketCommand.update(ticket.id, version: 0, TicketEdit(status: .open))
            #expect(try await store.refusal(of: zero, by: .ada).code == .versionConflict)
            #expect(try await store.accept(update, by: .ada).ticket?.version == 3)
        },
        StoreCheck("A command with two changes answers the last of them, also the second time") {
            store in
            let ticket = try await store.create(by: .ada)
            try await store.accept(.lock(ticket.id), by: .ada)
            store.clock.advance(by: try await store.tickets.identity().leases.leaseDuration)
            let id = RequestID.random()
            let edit = TicketEdit(title: "After the lock")
            let update = TicketCommand.update(ticket.id, version: 1, edit)
            let first = try await store.accept(update, by: .grace, requestID: id)
            #expect(first.revision == Revision(4))
            #expect(first.events.count == 2)
            let second = try await store.accept(update, by: .grace, requestID: id)
            #expect(second.revision == first.revision)
            #expect(second.ticket == first.ticket)
            #expect(second.events == first.events.suffix(1))
        },
        StoreCheck("An intent that is sent many times at once is carried out once") { store in
            let create = CommandRequest(
                user: .ada,
                requestID: .random(),
                command: .create(TicketDraft(title: "Once"))
            )
            let answers = await withTaskGroup { group in
                for turn in 0..<30 {
                    group.addTask { await store.way(turn).execute(create) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let acceptances = try answers.map { try $0.get() }
            #expect(Set(acceptances.map(\.revision)) == [Revision(1)])
            #expect(Set(acceptances.map(\.ticket)).count == 1)
            #expect(acceptances.allSatisfy { $0.events == acceptances[0].events })
            #expect(try await store.tickets.snapshot().tickets.count == 1)
        },
    ]
}
