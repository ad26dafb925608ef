import Billets
import Testing

@Suite struct AccountEditTests {
    private let account = Account(
        user: User(id: .random(), name: "Ada"),
        email: "ada@example.org",
        role: .agent,
        passwordHash: "old"
    )

    @Test("Only what takes something away, or changes what a session says, ends sessions")
    func sessions() {
        #expect(!AccountEdit(name: "Ada L.").endsSessions(of: account))
        #expect(!AccountEdit(role: .agent).endsSessions(of: account))
        #expect(!AccountEdit(isDisabled: false).endsSessions(of: account))
        let rehash = PasswordEdit.rehashed(hash: "new", replacing: "old")
        #expect(!AccountEdit(password: rehash).endsSessions(of: account))
        #expect(AccountEdit(role: .admin).endsSessions(of: account))
        #expect(AccountEdit(isDisabled: true).endsSessions(of: account))
        #expect(AccountEdit(password: .changed(hash: "new")).endsSessions(of: account))
    }

    @Test("It changes what it names, and an edit that names nothing is empty")
    func applying() throws {
        let edit = AccountEdit(name: " Ada L. ", role: .admin, isDisabled: true)
        let edited = try edit.applied(to: account)
        #expect(edited.user == User(id: account.user.id, name: "Ada L."))
        #expect(edited.role == .admin && edited.isDisabled && edited.passwordHash == "old")
        #expect(AccountEdit().isEmpty && !edit.isEmpty)
        #expect(try AccountEdit().applied(to: account) == account)
    }
}
