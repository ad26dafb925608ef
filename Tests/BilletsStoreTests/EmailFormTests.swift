import Billets
import BilletsWire
import Testing

@testable import BilletsStore

/// Accounts whose addresses were written before addresses were normalised.
@Suite struct EmailFormTests {
    private static let composed = "\u{E9}mile@example.org"
    private static let decomposed = "e\u{301}mile@example.org"

    private func add(_ email: String, _ number: Int, to folder: borrowing TemporaryFolder) throws {
        try folder.sql(
            """
            INSERT INTO users (id, email, name, role, password_hash, created_at)
            VALUES (printf('00000000-0000-4000-8000-%012d', \(number)), '\(email)', 'Émile', 'agent',
                'hash \(number)', 1)
            """
        )
    }

    @Test(
        "An old account is found under its address in every normalisation, and is one with a new one"
    )
    func oldAccount() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 4)
        try add(Self.decomposed, 1, to: folder)
        try add("ada@example.org", 2, to: folder)
        let store = try folder.openStore()
        for email in [Self.composed, Self.decomposed, " E\u{301}MILE@example.org "] {
            #expect(try await store.account(email: email)?.passwordHash == "hash 1")
        }
        let emails = try folder.sql("SELECT email FROM users ORDER BY id")
        #expect(
            emails.map { Array($0.utf8) }
                == [Self.composed, "ada@example.org"].map { Array($0.utf8) }
        )
        let another = Account(
            user: User(id: .random(), name: "Another"),
            email: Self.decomposed,
            role: .agent,
            passwordHash: "none"
        )
        await #expect(throws: Rejection.self) { try await store.add(another) }
        await store.close()
    }

    @Test("Two old accounts that only normalisation tells apart are each found as they are spelled")
    func twoAccounts() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 4)
        try add(Self.decomposed, 1, to: folder)
        try add(Self.composed, 2, to: folder)
        let store = try folder.openStore()
        #expect(try await store.account(email: Self.decomposed)?.passwordHash == "hash 1")
        #expect(try await store.account(email: Self.composed)?.passwordHash == "hash 2")
        await store.close()
    }
}
