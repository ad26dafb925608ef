import Billets
import BilletsWire
import Testing

/// What every `AccountStore` promises; run like `TicketStoreContract`.
public enum AccountStoreContract {
    /// All checks.
    public static let all: [StoreCheck] = [
        StoreCheck("An account is found by its e-mail in whatever case") { store in
            let account = account("Ada@Example.ORG", "Ada", role: .admin)
            try await store.accounts.add(account)
            let expected = Account(
                user: account.user,
                email: "ada@example.org",
                role: .admin,
                passwordHash: "scrypt$…"
            )
            #expect(try await store.accounts.account(email: " aDa@example.org ") == expected)
            #expect(try await store.accounts.account(email: "grace@example.org") == nil)
        },
        StoreCheck("Accounts are listed by e-mail") { store in
            for email in ["c@example.org", "A@example.org", "b@example.org"] {
                try await store.accounts.add(account(email, "Somebody"))
            }
            let emails = try await store.accounts.accounts().map(\.email)
            #expect(emails == ["a@example.org", "b@example.org", "c@example.org"])
        },
        StoreCheck("An e-mail that is taken is refused, in whatever case") { store in
            try await store.accounts.add(account("ada@example.org", "Ada"))
            let again = account("ADA@example.org", "Another Ada")
            let refusal = await #expect(throws: Rejection.self) {
                try await store.accounts.add(again)
            }
            #expect(refusal?.code == .invalidMessage)
            #expect(try await store.accounts.accounts().map(\.user.name) == ["Ada"])
        },
        StoreCheck("What is no e-mail or no name is refused") { store in
            let bad = [
                account("", "Ada"), account("ada", "Ada"), account("@example.org", "Ada"),
                account("ada@", "Ada"), account("a@b@c", "Ada"), account("a da@example.org", "Ada"),
                account("ada\n@example.org", "Ada"), account("ada@example.org", "  "),
                account("ada@example.org", "A\u{0}da"),
                account("ada@example.org", String(repeating: "a", count: 101)),
                account(String(repeating: "a", count: 250) + "@b.org", "Ada"),
            ]
            for account in bad {
                let refusal = await #expect(throws: Rejection.self) {
                    try await store.accounts.add(account)
                }
                #expect(refusal?.code == .invalidMessage)
            }
            let kept = try await store.accounts.accounts()
            #expect(kept == [])
        },
        StoreCheck("A new password takes the place of the old one") { store in
            try await store.accounts.add(account("ada@example.org", "Ada"))
            try await store.accounts.edit(email: "ADA@example.org", .password(hash: "new"))
            let kept = try await store.accounts.account(email: "ada@example.org")
            #expect(kept?.passwordHash == "new")
            #expect(kept?.isDisabled == false)
            #expect(try await store.accounts.revocations(after: 0) == [])
        },
        StoreCheck("Who is kept out has no session any more") { store in
            let account = account("ada@example.org", "Ada")
            try await store.accounts.add(account)
            try await store.accounts.edit(email: "ada@example.org", .disable)
            #expect(
                try await store.accounts.account(email: "ada@example.org")?.isDisabled == true
            )
            let revocations = try await store.accounts.revocations(after: 0)
            #expect(revocations.map(\.scope) == [.user(account.user.id)])
            #expect(revocations.map(\.at) == [store.clock.now])
        },
        StoreCheck("An account that does not exist cannot be changed") { store in
            for edit in [AccountEdit.disable, .password(hash: "new")] {
                let refusal = await #expect(throws: Rejection.self) {
                    try await store.accounts.edit(email: "nobody@example.org", edit)
                }
                #expect(refusal?.code == .notFound)
            }
            let revocations = try await store.accounts.revocations(after: 0)
            #expect(revocations == [])
        },
        StoreCheck("Revocations are told in order, from any place on") { store in
            let scopes: [Revocation.Scope] = [
                .session(.random()), .user(.random()), .session(.random()),
            ]
            for scope in scopes {
                try await store.accounts.revoke(scope)
                store.clock.advance(by: .seconds(1))
            }
            let all = try await store.accounts.revocations(after: 0)
            #expect(all.map(\.scope) == scopes)
            #expect(all.map(\.number) == all.map(\.number).sorted())
            let first = try #require(all.first)
            #expect(first.number >= 1)
            #expect(try await store.accounts.revocations(after: first.number) == Array(all[1...]))
        },
    ]

    private static func account(
        _ email: String,
        _ name: String,
        role: AccountRole = .agent
    ) -> Account {
        Account(
            user: User(id: .random(), name: name),
            email: email,
            role: role,
            passwordHash: "scrypt$…"
        )
    }
}
