import Billets
import BilletsWire
import Foundation
import Testing

@testable import BilletsStore

@Suite struct NodeNamesTests {
    private static let now = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)

    @Test
    func `A name that another store on the same file holds is taken, however long it is silent`()
        throws
    {
        let folder = try TemporaryFolder()
        let (first, second) = (
            NodeNames(ofDatabaseAt: folder.database), NodeNames(ofDatabaseAt: folder.database)
        )
        let (a, other) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
        #expect(try first.register(a, at: Self.now) == .registered)
        let later = Self.now.adding(.seconds(3600))
        #expect(try second.register(other, at: later) == .taken(silence: nil))
        #expect(try second.register(NodeInstance(node: "b"), at: later) == .registered)
        first.unregister(a)
        #expect(try second.register(other, at: later) == .registered)
        #expect(try first.register(a, at: later) == .taken(silence: nil))
    }

    @Test func `A store that is closed or forgotten leaves its names free`() throws {
        let folder = try TemporaryFolder()
        let next = NodeNames(ofDatabaseAt: folder.database)
        do {
            let closed = NodeNames(ofDatabaseAt: folder.database)
            #expect(try closed.register(NodeInstance(node: "a"), at: Self.now) == .registered)
            closed.close()
            let forgotten = NodeNames(ofDatabaseAt: folder.database)
            #expect(try forgotten.register(NodeInstance(node: "b"), at: Self.now) == .registered)
        }
        for node in ["a", "b"] {
            #expect(try next.register(NodeInstance(node: node), at: Self.now) == .registered)
        }
    }

    @Test func `A process that registered twice holds its name until both were taken back`() throws
    {
        let folder = try TemporaryFolder()
        let (first, second) = (
            NodeNames(ofDatabaseAt: folder.database), NodeNames(ofDatabaseAt: folder.database)
        )
        let (a, other) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
        for _ in 0..<2 { #expect(try first.register(a, at: Self.now) == .registered) }
        first.unregister(a)
        #expect(try second.register(other, at: Self.now) == .taken(silence: nil))
        first.unregister(a)
        #expect(try second.register(other, at: Self.now) == .registered)
    }

    @Test
    func `When the lock file is removed, one process keeps the name, and the other finds out`()
        throws
    {
        let folder = try TemporaryFolder()
        let (first, second) = (
            NodeNames(ofDatabaseAt: folder.database), NodeNames(ofDatabaseAt: folder.database)
        )
        let (a, other) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
        #expect(try first.register(a, at: Self.now) == .registered)
        try first.hear(report(of: a), at: Self.now)
        try FileManager.default.removeItem(atPath: folder.database + "-nodes.lock")
        #expect(try second.register(other, at: Self.now) == .registered)
        #expect(throws: Rejection.self) { try first.hear(report(of: a), at: Self.now) }
        #expect(try first.register(a, at: Self.now) == .taken(silence: nil))
        try second.hear(report(of: other), at: Self.now)
    }

    @Test func `Names of any kind are told apart`() throws {
        let folder = try TemporaryFolder()
        let (first, second) = (
            NodeNames(ofDatabaseAt: folder.database), NodeNames(ofDatabaseAt: folder.database)
        )
        let names = ["", "a", "A", "a/b", "../a", "é", String(repeating: "x", count: 10_000)]
        for name in names {
            #expect(try first.register(NodeInstance(node: name), at: Self.now) == .registered)
        }
        for name in names {
            let taken = try second.register(NodeInstance(node: name), at: Self.now)
            #expect(taken == .taken(silence: nil))
        }
        // It was open until here.
        first.close()
    }

    private func report(of instance: NodeInstance) -> PresenceReport {
        PresenceReport(
            node: instance.node,
            instance: instance.id,
            arrived: [],
            departed: [],
            isComplete: true
        )
    }
}
