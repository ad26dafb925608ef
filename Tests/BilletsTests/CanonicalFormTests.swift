import Billets
import Testing

@Suite struct CanonicalFormTests {
    private static func id<Subject>(_ digit: Character) throws -> Identifier<Subject> {
        let groups = [8, 4, 4, 4, 12].map { String(repeating: digit, count: $0) }
        return try #require(Identifier(groups.joined(separator: "-")))
    }

    private static func digits(of command: TicketCommand) -> String {
        String(decoding: Hexadecimal.digits(of: command.canonicalForm), as: UTF8.self)
    }

    @Test func `Each kind of command has the form that databases keep digests of`() throws {
        let ticket: TicketID = try Self.id("1")
        let user: UserID = try Self.id("2")
        let (ticketDigits, userDigits) = (
            String(repeating: "1", count: 32), String(repeating: "2", count: 32)
        )
        let draft = TicketDraft(
            id: ticket,
            title: " ab ",
            description: "c",
            status: .open,
            priority: .low,
            assignee: user
        )
        #expect(
            Self.digits(of: .create(draft))
                == "0101\(ticketDigits)00000000000000026162000000000000000163"
                + "00000000000000046f70656e00000000000000036c6f7701\(userDigits)"
        )
        #expect(Self.digits(of: .lock(ticket)) == "02\(ticketDigits)")
        let edit = TicketEdit(title: "ab", status: .open, assignee: .user(user))
        #expect(
            Self.digits(of: .update(ticket, version: 7, edit))
                == "03\(ticketDigits)010000000000000007010000000000000002616200"
                + "0100000000000000046f70656e0002\(userDigits)"
        )
        #expect(
            Self.digits(of: .update(ticket, version: nil, TicketEdit(assignee: .nobody)))
                == "03\(ticketDigits)000000000001"
        )
        #expect(Self.digits(of: .unlock(ticket)) == "04\(ticketDigits)")
        #expect(Self.digits(of: .forceUnlock(ticket)) == "05\(ticketDigits)")
    }

    @Test func `Text that moves from one field to the next makes another form`() {
        let one = TicketCommand.create(TicketDraft(title: "ab", description: "c"))
        let other = TicketCommand.create(TicketDraft(title: "a", description: "bc"))
        #expect(one.canonicalForm != other.canonicalForm)
        let ticket = TicketID.random()
        let title = TicketCommand.update(ticket, version: 1, TicketEdit(title: "a"))
        let description = TicketCommand.update(ticket, version: 1, TicketEdit(description: "a"))
        #expect(title.canonicalForm != description.canonicalForm)
    }

    @Test func `Texts that differ in normalisation alone make other forms`() {
        let one = TicketCommand.create(TicketDraft(title: "Caf\u{E9}"))
        let other = TicketCommand.create(TicketDraft(title: "Cafe\u{301}"))
        #expect(one.canonicalForm != other.canonicalForm)
    }
}
