import Billets
import BilletsContracts
import BilletsWire
import Foundation
import Testing

@testable import BilletsStore

@Suite struct RestoreTests {
    @Test("Those who have a database open go on with what was restored, under a new epoch")
    func underRunningStores() async throws {
        let folder = try TemporaryFolder()
        let stores = [try folder.openStore(), try folder.openStore()]
        let agent = Agent()
        let intent = agent.creating("Kept", requestID: .random())
        _ = try await stores[0].execute(intent).get()
        let backup = try folder.backup()
        let before = try await stores[0].snapshot()
        for _ in 1...3 { try await agent.create("Lost", in: stores[1]) }
        let report = PresenceReport(
            node: "a",
            arrived: [agent.user.id],
            departed: [],
            isComplete: true
        )
        _ = try await stores[0].maintain(report)
        let old = try await stores[0].identity()

        let restoration = try folder.restore(backup)
        #expect(restoration.access == .kept(accountsOfBackupAlone: 0))
        #expect(restoration.summary.tickets == 1)
        for store in stores {
            let snapshot = try await store.snapshot()
            #expect(snapshot.tickets == before.tickets)
            #expect(snapshot.cursor.revision == before.cursor.revision)
            #expect(snapshot.cursor.epoch == restoration.summary.cursor.epoch)
            let identity = try await store.identity()
            #expect(identity.epoch != old.epoch)
            #expect(identity.databaseID == old.databaseID)
            #expect(identity.wireKey == old.wireKey)
            // Whom it had heard of is forgotten, so that gateways tell it anew.
            let later = PresenceReport(node: "a", arrived: [], departed: [], isComplete: false)
            await #expect(throws: Rejection.self) { try await store.maintain(later) }
        }
        for (word, count) in [("Kept", 1), ("Lost", 0)] {
            let found = try await stores[0].tickets(TicketQuery(search: TicketSearch(word)))
            #expect(found.tickets.count == count)
        }
        let again = try await stores[1].execute(intent).get()
        #expect(again.revision == Revision(1))
        let next = try await stores[1].execute(agent.creating("After")).get()
        #expect(next.events.map(\.cursor.epoch) == [restoration.summary.cursor.epoch])
        #expect(next.revision == Revision(2))
        for store in stores { await store.close() }
        #expect(try folder.sql("PRAGMA integrity_check") == ["ok"])
        #expect(try folder.sql("PRAGMA journal_mode") == ["wal"])
        #expect(try folder.names.filter { $0.contains("restore") } == [])
    }

    @Test("Whoever held a lock in the backup has left, unless a gateway says that they are here")
    func holders() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (here, gone) = (Agent(), Agent())
        for agent in [here, gone] {
            let ticket = try await agent.create(in: store)
            let lock = CommandRequest(user: agent.user, requestID: nil, command: .lock(ticket.id))
            _ = try await store.execute(lock).get()
        }
        _ = try folder.restore(try folder.backup())
        let departed = "SELECT user_id FROM departures ORDER BY user_id"
        #expect(try folder.sql(departed) == [here, gone].map { "\($0.user.id)" }.sorted())
        let report = PresenceReport(
            node: "a",
            arrived: [here.user.id],
            departed: [],
            isComplete: true
        )
        _ = try await store.maintain(report)
        #expect(try folder.sql(departed) == ["\(gone.user.id)"])
        await store.close()
    }

    @Test("Nobody ever sees restored tickets under the old epoch")
    func neverMixed() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create("Kept", in: store)
        let backup = try folder.backup()
        try await Agent().create("Lost", in: store)
        let old = try await store.identity().epoch
        let seen = try await withThrowingTaskGroup(of: Set<String>.self) { group in
            let hasEnded = Flag()
            group.addTask {
                var seen: Set<String> = []
                while true {
                    let isLast = hasEnded.isRaised
                    let snapshot = try await store.snapshot()
                    seen.insert(
                        "\(snapshot.cursor.epoch == old ? "old" : "new") \(snapshot.tickets.count)"
                    )
                    if isLast { return seen }
                }
            }
            defer { hasEnded.raise() }
            for _ in 1...5 { _ = try folder.restore(backup) }
            hasEnded.raise()
            return try #require(try await group.next())
        }
        #expect(seen.isSubset(of: ["old 2", "new 1"]))
        #expect(seen.contains("new 1"))
        await store.close()
    }

    @Test("A restore makes a database where there is none, and everybody logs in again")
    func ontoNothing() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create(in: store)
        try await store.revoke(.random())
        let keys = try await store.sessionKeys()
        let identity = try await store.identity()
        await store.close()
        let backup = try folder.backup()
        let places = [folder.path + "/new.db", folder.path + "/empty.db"]
        try Data().write(to: URL(filePath: places[1]))
        for place in places {
            let restoration = try folder.restore(backup, into: place)
            #expect(restoration.access == .ended)
            let restored = try SQLiteStore.open(.file(place), logger: TemporaryFolder.logger)
            #expect(try await restored.snapshot().tickets.count == 1)
            #expect(try await restored.identity().databaseID == identity.databaseID)
            let newKeys = try await restored.sessionKeys()
            #expect(newKeys.count == 1)
            #expect(Set(newKeys.map(\.secret)).isDisjoint(with: keys.map(\.secret)))
            // A gateway that knows of later ones hears of the next.
            try await restored.revoke(.random())
            let numbers = try await restored.revocations(after: 0).map(\.number)
            #expect(numbers.count == 2 && numbers[1] > 1_000_000)
            await restored.close()
        }
        let mode = try FileManager.default.attributesOfItem(atPath: places[0])[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("What was withdrawn since the backup stays withdrawn")
    func accessStays() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let accounts = ["ada", "grace", "linus"].map { name in
            Account(
                user: User(id: .random(), name: name),
                email: "\(name)@example.org",
                role: .agent,
                passwordHash: "one"
            )
        }
        for account in accounts { try await store.add(account) }
        let tokens = (1...2).map { number in
            APIToken(
                id: .random(),
                owner: accounts[0].user.id,
                name: "report \(number)",
                digest: (0..<32).map { _ in UInt8.random(in: .min ... .max) },
                createdAt: HandClock().now,
                expiresAt: nil
            )
        }
        for token in tokens { try await store.add(token) }
        let key = SessionKey(
            id: "2",
            secret: [UInt8](repeating: 7, count: 32),
            createdAt: HandClock().now
        )
        try await store.add(key)
        let backup = try folder.backup()

        try await store.removeToken(tokens[0].id, of: nil)
        try await store.revoke(.random())
        try await store.removeSessionKey("1")
        try await store.edit(accounts[1].user.id, AccountEdit(isDisabled: true))
        let known = try await store.revocations(after: 0)
        _ = try folder.restore(backup)
        #expect(try await store.tokens(of: accounts[0].user.id).map(\.id) == [tokens[1].id])
        #expect(try await store.sessionKeys().map(\.id) == ["2"])
        let revocations = try await store.revocations(after: 0)
        #expect(revocations == known)
        #expect(try await store.account(accounts[1].user.id)?.isDisabled == true)
        try await store.revoke(.random())
        let last = try #require(try await store.revocations(after: 0).last)
        #expect(last.number == Int64(known.count) + 1)
        await store.close()
    }

    /// Accounts of a store whose state, role and password change after a backup, and one that is made after it.
    private func changedAccounts(
        in folder: borrowing TemporaryFolder,
        _ store: SQLiteStore
    ) async throws -> (backup: String, ids: [UserID], late: UserID) {
        let accounts = ["disabled", "password", "role", "same"].map { name in
            Account(
                user: User(id: .random(), name: name),
                email: "\(name)@example.org",
                role: .admin,
                passwordHash: "old"
            )
        }
        for account in accounts { try await store.add(account) }
        let ids = accounts.map(\.user.id)
        // Generations of the backup are above 0.
        for id in ids { try await store.edit(id, AccountEdit(password: .changed(hash: "one"))) }
        let token = APIToken(
            id: .random(),
            owner: ids[0],
            name: "report",
            digest: [UInt8](repeating: 1, count: 32),
            createdAt: HandClock().now,
            expiresAt: nil
        )
        try await store.add(token)
        let backup = try folder.backup()
        try await store.edit(ids[0], AccountEdit(isDisabled: true))
        try await store.edit(ids[1], AccountEdit(password: .changed(hash: "two")))
        try await store.edit(ids[2], AccountEdit(role: .agent))
        try await store.edit(ids[3], AccountEdit(name: "renamed"))
        let late = Account(
            user: User(id: .random(), name: "late"),
            email: "late@example.org",
            role: .agent,
            passwordHash: "late"
        )
        try await store.add(late)
        return (backup, ids, late.user.id)
    }

    @Test("A restore lets nobody in whom the present database keeps out, and forgets no account")
    func accountsStay() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (backup, ids, late) = try await changedAccounts(in: folder, store)
        let before = try await store.accounts()
        let known = try await store.revocations(after: 0)
        _ = try folder.restore(backup)
        var expected = before
        for index in expected.indices where expected[index].user.id == ids[3] {
            expected[index].user = User(id: ids[3], name: "same")
        }
        #expect(try await store.accounts() == expected, "a name is the backup's")
        #expect(try await store.revocations(after: 0) == known, "no session ends")
        #expect(try await store.account(late)?.passwordHash == "late")
        await store.close()
    }

    @Test(
        "With the accounts of the backup, sessions of accounts that differ end, and none lives again"
    )
    func accountsOfBackup() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (backup, ids, late) = try await changedAccounts(in: folder, store)
        let known = try await store.revocations(after: 0)
        let last = try #require(known.last?.number)
        _ = try folder.restore(backup, accounts: .backup)
        let accounts = try await store.accounts()
        #expect(accounts.map(\.role) == [.admin, .admin, .admin, .admin])
        #expect(accounts.allSatisfy { !$0.isDisabled && $0.passwordHash == "one" })
        let news = try await store.revocations(after: last)
        let generations = [(ids[0], 3), (ids[1], 3), (ids[2], 3), (late, 1)]
        let scopes = generations.map { Revocation.Scope.user($0, generation: Int64($1)) }
        #expect(Set(news.map(\.scope)) == Set(scopes))
        #expect(try await store.account(ids[0])?.generation == 3)
        #expect(try await store.account(ids[3])?.generation == 1)
        await store.close()
    }

    @Test("Where no database tells of generations, those of the backup go on far above")
    func unknownGenerations() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (backup, ids, _) = try await changedAccounts(in: folder, store)
        await store.close()
        let place = folder.path + "/new.db"
        _ = try folder.restore(backup, into: place)
        let restored = try SQLiteStore.open(.file(place), logger: TemporaryFolder.logger)
        for id in ids {
            #expect(try await restored.account(id)?.generation ?? 0 > 1_000_000)
        }
        #expect(try await restored.tokens(of: nil) == [], "some may have been removed since")
        await restored.close()
    }

    @Test("An account of the backup whose address belongs to another account now does not get in")
    func takenAddress() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        func account(_ hash: String) -> Account {
            Account(
                user: User(id: .random(), name: "Ada"),
                email: "ada@example.org",
                role: .admin,
                passwordHash: hash
            )
        }
        let empty = try folder.backup()
        let first = account("first")
        try await store.add(first)
        let backup = try folder.backup()
        _ = try folder.restore(empty, accounts: .backup)
        try await store.add(account("second"))
        let restoration = try folder.restore(backup)
        #expect(restoration.access == .kept(accountsOfBackupAlone: 1))
        #expect(try await store.account(first.user.id)?.isDisabled == true)
        await store.close()
    }

    @Test("An older program that ends the sessions of a user raises the generation")
    func olderProgram() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let user = User(id: .random(), name: "Ada")
        try await store.add(
            Account(user: user, email: "ada@example.org", role: .agent, passwordHash: "one")
        )
        for generation: Int64 in 1...2 {
            try folder.sql("INSERT INTO revocations (at, user_id) VALUES (1, '\(user.id)')")
            #expect(try await store.account(user.id)?.generation == generation)
        }
        let scopes = try await store.revocations(after: 0).map(\.scope)
        #expect(scopes == [.user(user.id, generation: 2)])
        #expect(try await store.edit(user.id, AccountEdit(isDisabled: true)).generation == 3)
        await store.close()
    }

    @Test("A damaged database of an older version is replaced, and tells nothing of access")
    func ontoOldDamage() async throws {
        let source = try TemporaryFolder()
        let store = try source.openStore()
        for _ in 1...100 { try await Agent().create(in: store) }
        let backup = try source.backup()
        await store.close()
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 6)
        try folder.sql(
            """
            INSERT INTO tickets (number, id, title, description, status, priority, version, created_at,
                created_by_id, created_by_name, updated_at)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            SELECT i, printf('00000000-0000-4000-8000-%012d', i), 'Old', 'Old', 'open', 'normal', 1, 0,
                'x', 'x', 0
            FROM n
            """
        )
        try folder.damage()
        #expect(try folder.restore(backup).access == .ended)
        let restored = try SQLiteStore.open(.file(folder.database), logger: TemporaryFolder.logger)
        #expect(try await restored.snapshot().tickets.count == 100)
        await restored.close()
    }

    @Test("A backup of an older version is brought to the present one")
    func olderBackup() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 2)
        let old = folder.path + "/old.db"
        _ = try DatabaseBackup(of: folder.database).write(to: old, replacing: false)
        let store = try folder.openStore()
        try await Agent().create(in: store)
        let restoration = try folder.restore(old)
        #expect(
            restoration.migrations == [
                "0003_clock.sql", "0004_words.sql", "0005_search.sql", "0006_nodes.sql",
                "0007_sessions.sql", "0008_requests.sql",
            ]
        )
        #expect(restoration.access == .kept(accountsOfBackupAlone: 0))
        #expect(try await store.snapshot().tickets == [])
        try await Agent().create(in: store)
        await store.close()
    }

    @Test("What is no backup of ours, or is damaged, changes nothing")
    func badBackups() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        for _ in 1...50 { try await Agent().create(in: store) }
        let before = try await store.snapshot()
        let other = try TemporaryFolder()
        let foreign = try TemporaryFolder()
        try foreign.sql("CREATE TABLE recipes (name TEXT)")
        let newer = try TemporaryFolder()
        try newer.migrate()
        try newer.sql("PRAGMA user_version = \(Schema.version + 1)")
        let damaged = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: folder.backup(), toPath: damaged.database)
        try damaged.damage()
        let text = other.path + "/letter"
        try String(repeating: "Dear Ada, ", count: 100)
            .write(toFile: text, atomically: true, encoding: .utf8)
        let nothing = other.path + "/nothing"
        try Data().write(to: URL(filePath: nothing))
        let stranger = try TemporaryFolder()
        let strange = try stranger.openStore()
        try await Agent().create(in: strange)
        await strange.close()
        let problems: [(String, DatabaseProblem)] = [
            (other.path + "/none.db", .noBackup(other.path + "/none.db")),
            (nothing, .noBackup(nothing)), (other.path, .folder(other.path)),
            (foreign.database, .foreign(foreign.database)),
            (newer.database, .newer(newer.database, version: Schema.version + 1)),
            (damaged.database, .damagedBackup(damaged.database)), (text, .notDatabase(text)),
            (folder.database, .itself(folder.database)),
            (stranger.database, .otherDatabase(folder.database)),
        ]
        for (path, problem) in problems {
            let refusal = #expect(throws: Rejection.self) { try folder.restore(path) }
            #expect(refusal?.message == problem.rejection().message)
            #expect(try await store.snapshot() == before)
        }
        #expect(try folder.names.filter { $0.contains("restore") } == [])
        await store.close()
    }

    @Test("A damaged database is replaced as well")
    func ontoDamage() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        for _ in 1...100 { try await Agent().create(in: store) }
        let backup = try folder.backup()
        await store.close()
        try folder.damage()
        let path = folder.database
        #expect(throws: Rejection.self) {
            try SQLiteStore.open(.file(path), logger: TemporaryFolder.logger)
        }
        _ = try folder.restore(backup)
        let restored = try SQLiteStore.open(.file(path), logger: TemporaryFolder.logger)
        #expect(try await restored.snapshot().tickets.count == 100)
        await restored.close()
        #expect(try folder.sql("PRAGMA integrity_check") == ["ok"])
    }
}
