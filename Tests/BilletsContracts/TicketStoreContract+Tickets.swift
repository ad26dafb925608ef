import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Creating and updating.
    static let tickets: [StoreCheck] = [
        StoreCheck("A new ticket is answered as it then stands") { store in
            let ada = try await store.add("Ada")
            let draft = TicketDraft(
                title: "  Hoover is too loud ",
                description: "From 5 to 7 in the morning.",
                status: .blocked,
                priority: .urgent,
                assignee: ada.id
            )
            let acceptance = try await store.accept(.create(draft), by: .grace)
            let ticket = try #require(acceptance.ticket)
            #expect(acceptance.revision == Revision(1))
            #expect(
                ticket
                    == Ticket(
                        id: ticket.id,
                        number: 1,
                        title: "Hoover is too loud",
                        description: "From 5 to 7 in the morning.",
                        status: .blocked,
                        priority: .urgent,
                        assignee: ada,
                        version: 1,
                        createdAt: store.clock.now,
                        createdBy: .grace,
                        updatedAt: store.clock.now,
                        updatedBy: nil,
                        lock: nil
                    )
            )
            #expect(try await store.ticket(ticket.id) == ticket)
        },
        StoreCheck("Tickets are numbered 1, 2, 3 … in the order in which they are created") {
            store in
            for number in 1...5 {
                let ticket = try await store.create("Ticket \(number)", by: .ada)
                #expect(ticket.number == Int64(number))
                _ = try await store.refusal(of: .create(TicketDraft(title: " ")), by: .ada)
            }
        },
        StoreCheck("The id that a client chose is kept, and is refused when it is taken") { store in
            let draft = TicketDraft(id: .random(), title: "Mine")
            let ticket = try await store.accept(.create(draft), by: .ada).ticket
            #expect(ticket?.id == draft.id)
            let refusal = try await store.refusal(of: .create(draft), by: .grace)
            #expect(refusal.code == .invalidMessage)
        },
        StoreCheck("Ids that the store makes sort by the time of creation") { store in
            var ids: [String] = []
            for _ in 1...5 {
                ids.append(try await store.create(by: .ada).id.description)
                store.clock.advance(by: .milliseconds(1))
            }
            #expect(ids == ids.sorted())
        },
        StoreCheck("What nobody has created cannot be locked, updated or unlocked") { store in
            let id = TicketID.random()
            let update = TicketCommand.update(id, version: 1, TicketEdit(title: "New"))
            for command in [.lock(id), update, .unlock(id)] {
                let refusal = try await store.refusal(of: command, by: .ada)
                #expect(refusal.code == .notFound)
            }
        },
        StoreCheck("A ticket is assigned only to somebody who has an account and is not kept out") {
            store in
            let ada = try await store.add("Ada")
            let ticket = try await store.create(by: .grace)
            let stranger = TicketEdit(assignee: .user(.random()))
            let unknown = TicketCommand.update(ticket.id, version: 1, stranger)
            #expect(try await store.refusal(of: unknown, by: .grace).code == .notFound)

            let edit = TicketEdit(assignee: .user(ada.id))
            let known = TicketCommand.update(ticket.id, version: 1, edit)
            #expect(try await store.accept(known, by: .grace).ticket?.assignee == ada)

            try await store.accounts.edit(ada.id, AccountEdit(isDisabled: true))
            let disabled = TicketCommand.create(TicketDraft(title: "Late", assignee: ada.id))
            #expect(try await store.refusal(of: disabled, by: .grace).code == .notFound)

            let nobody = TicketCommand.update(ticket.id, version: 2, TicketEdit(assignee: .nobody))
            #expect(try await store.accept(nobody, by: .grace).ticket?.assignee == nil)
        },
        StoreCheck("An update changes the named fields and no others") { store in
            let ticket = try await store.create(by: .ada)
            store.clock.advance(by: .seconds(1))
            let edit = TicketEdit(description: "More", status: .closed)
            let acceptance = try await store.accept(
                .update(ticket.id, version: 1, edit),
                by: .grace
            )
            var expected = ticket
            expected.description = "More"
            expected.status = .closed
            expected.version = 2
            expected.updatedAt = store.clock.now
            expected.updatedBy = .grace
            #expect(acceptance.ticket == expected)
            #expect(try await store.ticket(ticket.id) == expected)
        },
        StoreCheck("An update of what its sender has not seen is refused, with what there is") {
            store in
            let ticket = try await store.create(by: .ada)
            let edit = TicketEdit(title: "By Ada")
            let current = try await store.accept(.update(ticket.id, version: 1, edit), by: .ada)
            let stale = TicketCommand.update(ticket.id, version: 1, TicketEdit(title: "By Grace"))
            let refusal = try await store.refusal(of: stale, by: .grace)
            #expect(refusal.code == .versionConflict)
            #expect(refusal.ticket == current.ticket)
        },
        StoreCheck("Texts that are too long, and an update that names nothing, are refused") {
            store in
            let ticket = try await store.create(by: .ada)
            let long = String(repeating: "x", count: TicketLimits.titleScalarsMaximum + 1)
            let tooLong = TicketCommand.create(TicketDraft(title: long))
            #expect(try await store.refusal(of: tooLong, by: .ada).code == .tooLarge)
            let story = String(repeating: "x", count: TicketLimits.descriptionBytesMaximum + 1)
            let edit = TicketEdit(description: story)
            let tooMuch = TicketCommand.update(ticket.id, version: 1, edit)
            #expect(try await store.refusal(of: tooMuch, by: .ada).code == .tooLarge)
            let nothing = TicketCommand.update(ticket.id, version: 1, TicketEdit())
            #expect(try await store.refusal(of: nothing, by: .ada).code == .invalidMessage)
        },
        StoreCheck("Texts come back as they were, to the limit and in every script") { store in
            let draft = TicketDraft(
                title: String(repeating: "\u{1F5D1}", count: TicketLimits.titleScalarsMaximum),
                description: "\"quoted\" \\ \n\t\r\u{1}\u{2028} naïve e\u{301} 日本語 %_' --"
            )
            let ticket = try #require(try await store.accept(.create(draft), by: .ada).ticket)
            let kept = try await store.ticket(ticket.id)
            #expect(kept == ticket)
            #expect(Array(kept.title.utf8) == Array(draft.title.utf8))
            #expect(Array(kept.description.utf8) == Array(draft.description.utf8))
        },
    ]
}
