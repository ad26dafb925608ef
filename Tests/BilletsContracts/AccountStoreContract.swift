import Billets
import BilletsWire
import Testing

/// What every `AccountStore` promises; run like `TicketStoreContract`.
public enum AccountStoreContract {
    /// All checks.
    public static let all: [StoreCheck] = accounts + tokens + keys + throttles

    private static let accounts: [StoreCheck] = [
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
        StoreCheck("Addresses that differ in normalisation alone are one account") { store in
            let (composed, decomposed) = ("\u{E9}mile@example.org", "e\u{301}MILE@example.org")
            try await store.accounts.add(account(decomposed, "E\u{301}mile"))
            let found = try #require(try await store.accounts.account(email: composed))
            #expect(Array(found.email.utf8) == Array(composed.utf8))
            #expect(Array(found.user.name.utf8) == Array("\u{C9}mile".utf8))
            #expect(try await store.accounts.account(email: decomposed) == found)
            let refusal = await #expect(throws: Rejection.self) {
                try await store.accounts.add(account(composed, "Another"))
            }
            #expect(refusal?.code == .invalidMessage)
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
                account("ada@example.org", "\u{3164}"), account("ada@example.org", "A\u{202E}da"),
                account("a\u{200B}da@example.org", "Ada"), account("ada@\u{2800}", "Ada"),
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
        StoreCheck("An account is changed as the edit says, and answered as it then is") { store in
            let account = account("ada@example.org", "Ada")
            try await store.accounts.add(account)
            let id = account.user.id
            let renamed = try await store.accounts.edit(id, AccountEdit(name: " Ada Lovelace "))
            #expect(renamed.user.name == "Ada Lovelace")
            #expect(renamed.email == "ada@example.org")
            #expect(try await store.accounts.account(id) == renamed)
            #expect(try await store.accounts.revocations(after: 0) == [], "a name ends no session")
            let same = try await store.accounts.edit(id, AccountEdit(role: .agent))
            #expect(same == renamed)
            #expect(try await store.accounts.revocations(after: 0) == [], "nothing has changed")
            let refusal = await #expect(throws: Rejection.self) {
                try await store.accounts.edit(id, AccountEdit(name: " "))
            }
            #expect(refusal?.code == .invalidMessage)
        },
        StoreCheck("Who may do something else, has another password or is kept out, is logged out")
        {
            store in
            let account = account("ada@example.org", "Ada")
            try await store.accounts.add(account)
            let id = account.user.id
            var heard: Int64 = 0
            let edits = [
                AccountEdit(role: .admin), AccountEdit(password: .changed(hash: "new")),
                AccountEdit(isDisabled: true),
            ]
            for (index, edit) in edits.enumerated() {
                let generation = Int64(index + 1)
                #expect(try await store.accounts.edit(id, edit).generation == generation)
                #expect(try await store.accounts.account(id)?.generation == generation)
                let revocations = try await store.accounts.revocations(after: heard)
                #expect(revocations.map(\.scope) == [.user(id, generation: generation)])
                #expect(revocations.last?.at == store.clock.now)
                heard = try #require(revocations.last?.number)
                store.clock.advance(by: .seconds(1))
            }
            let kept = try #require(try await store.accounts.account(email: "ADA@example.org"))
            #expect(kept.role == .admin && kept.passwordHash == "new" && kept.isDisabled)
            try await store.accounts.edit(id, AccountEdit(isDisabled: false))
            #expect(try await store.accounts.account(id)?.isDisabled == false)
            let all = try await store.accounts.revocations(after: 0)
            #expect(all.map(\.scope) == [.user(id, generation: 3)], "the last one says it all")
            #expect(all.map(\.number) == [heard])
        },
        StoreCheck("An edit that expects another generation of its account changes nothing") {
            store in
            let account = account("ada@example.org", "Ada")
            try await store.accounts.add(account)
            let id = account.user.id
            let change = AccountEdit(password: .changed(hash: "one"), expectedGeneration: 0)
            #expect(try await store.accounts.edit(id, change).generation == 1)
            let stale = await #expect(throws: Rejection.self) {
                try await store.accounts.edit(
                    id,
                    AccountEdit(password: .changed(hash: "two"), expectedGeneration: 0)
                )
            }
            #expect(stale?.code == .versionConflict)
            #expect(try await store.accounts.account(id)?.passwordHash == "one")
            #expect(try await store.accounts.revocations(after: 0).count == 1)
        },
        StoreCheck(
            "A password is hashed anew only as long as it is the same, and nobody is logged out"
        ) {
            store in
            let account = account("ada@example.org", "Ada")
            try await store.accounts.add(account)
            let id = account.user.id
            let stale = PasswordEdit.rehashed(hash: "x", replacing: "another")
            try await store.accounts.edit(id, AccountEdit(password: stale))
            #expect(try await store.accounts.account(id)?.passwordHash == "scrypt$…")
            let edit = PasswordEdit.rehashed(hash: "dearer", replacing: "scrypt$…")
            try await store.accounts.edit(id, AccountEdit(password: edit))
            #expect(try await store.accounts.account(id)?.passwordHash == "dearer")
            #expect(try await store.accounts.revocations(after: 0) == [])
        },
        StoreCheck("A session that has ended changes no account and makes no token") { store in
            let ada = try await store.add("Ada")
            let grace = try await store.add("Grace")
            let alive = SessionActor(user: ada.id, generation: 0)
            let token = APIToken(
                id: .random(),
                owner: ada.id,
                name: "script",
                digest: [UInt8](repeating: 1, count: 32),
                createdAt: store.clock.now,
                expiresAt: nil
            )
            let strangers = [
                SessionActor(user: .random(), generation: 0),
                SessionActor(user: ada.id, generation: 1),
            ]
            func expectRefusal(_ actor: SessionActor) async {
                let added = await #expect(throws: Rejection.self) {
                    try await store.accounts.add(account("l@example.org", "Linus"), by: actor)
                }
                let edited = await #expect(throws: Rejection.self) {
                    try await store.accounts.edit(grace.id, AccountEdit(role: .admin), by: actor)
                }
                let made = await #expect(throws: Rejection.self) {
                    try await store.accounts.add(token, by: actor)
                }
                #expect(
                    [added, edited, made].map { $0?.code } == [.forbidden, .forbidden, .forbidden]
                )
            }
            for stranger in strangers { await expectRefusal(stranger) }
            try await store.accounts.edit(grace.id, AccountEdit(name: "Grace H."), by: alive)
            try await store.accounts.edit(ada.id, AccountEdit(isDisabled: true))
            await expectRefusal(alive)
            try await store.accounts.edit(ada.id, AccountEdit(isDisabled: false))
            await expectRefusal(alive)
            #expect(try await store.accounts.accounts().count == 2)
            #expect(try await store.accounts.tokens(of: nil) == [])
            #expect(try await store.accounts.account(grace.id)?.role == .agent)
            let again = SessionActor(user: ada.id, generation: 1)
            try await store.accounts.add(token, by: again)
        },
        StoreCheck("An account that does not exist cannot be changed") { store in
            for edit in [
                AccountEdit(isDisabled: true), AccountEdit(password: .changed(hash: "new")),
            ] {
                let refusal = await #expect(throws: Rejection.self) {
                    try await store.accounts.edit(.random(), edit)
                }
                #expect(refusal?.code == .notFound)
            }
            #expect(try await store.accounts.account(.random()) == nil)
            let revocations = try await store.accounts.revocations(after: 0)
            #expect(revocations == [])
        },
        StoreCheck("Revocations are told in order, from any place on") { store in
            let ada = try await store.add("Ada")
            let sessions: [SessionID] = [.random(), .random()]
            let scopes: [Revocation.Scope] = [
                .session(sessions[0]), .user(ada.id, generation: 1), .session(sessions[1]),
            ]
            try await store.accounts.revoke(sessions[0])
            store.clock.advance(by: .seconds(1))
            try await store.accounts.edit(ada.id, AccountEdit(isDisabled: true))
            store.clock.advance(by: .seconds(1))
            try await store.accounts.revoke(sessions[1])
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
