import Billets
import BilletsContracts
import BilletsWire
import Testing

@testable import BilletsStore

@Suite struct LogInWithoutWritingTests {
    private static let throttle = Throttle(burst: 3, interval: .seconds(60))
    private static let ada = [ThrottledAttempt(subject: "ada", throttle: throttle)]

    @Test func `Attempts are counted in memory while nothing can be written, and then written`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        var bounds = StoreBounds()
        bounds.writerLockWaitMaximum = .zero
        let store = try folder.openStore(bounds: bounds, clock: clock)
        #expect(try await store.admit(Self.ada) == nil)
        let other = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        try other.acquire()
        // The attempts in the database count, too.
        for _ in 1...2 { #expect(try await store.admit(Self.ada) == nil) }
        for _ in 1...2 { #expect(try await store.admit(Self.ada) == .seconds(60)) }
        #expect(await store.execute(Agent().creating()).rejection?.code == .unavailable)
        clock.advance(by: .seconds(60))
        #expect(try await store.admit(Self.ada) == nil)
        other.release()
        // Attempts counted meanwhile are not forgotten when it can be written again.
        #expect(try await store.admit(Self.ada) == .seconds(60))
        clock.advance(by: .seconds(60))
        #expect(try await store.admit(Self.ada) == nil)
        #expect(try folder.sql("SELECT count(*) FROM throttles") == ["1"])
        await store.close()
    }

    @Test func `Who got in is forgiven in memory`() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.writerLockWaitMaximum = .zero
        let store = try folder.openStore(bounds: bounds)
        let other = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        try other.acquire()
        for _ in 1...6 {
            #expect(try await store.admit(Self.ada) == nil)
            await #expect(throws: Rejection.self) { try await store.forgive(["ada"]) }
        }
        other.release()
        await store.close()
    }

    @Test func `A clock set back before writing failed shuts nobody out for long`()
        throws
    {
        var unwritten = UnwrittenAttempts()
        let now = HandClock().now
        let written = now.adding(.seconds(3_600))
        let attempt = (Self.ada[0], Optional(written))
        #expect(try unwritten.admit([attempt], at: now) == .seconds(60))
        #expect(try unwritten.admit([attempt], at: now.adding(.seconds(20))) == .seconds(40))
        let later = now.adding(.seconds(60))
        #expect(try unwritten.admit([attempt], at: later) == nil)
        #expect(try unwritten.admit([attempt], at: later) == .seconds(60))
    }

    @Test func `What is counted in memory has a bound`() throws {
        var unwritten = UnwrittenAttempts()
        let now = HandClock().now
        for number in 0..<UnwrittenAttempts.subjectsMaximum {
            let attempt = ThrottledAttempt(subject: "\(number)", throttle: Self.throttle)
            #expect(try unwritten.admit([(attempt, nil)], at: now) == nil)
        }
        let refusal = #expect(throws: Rejection.self) {
            try unwritten.admit([(Self.ada[0], nil)], at: now)
        }
        #expect(refusal?.code == .unavailable)
        let later = now.adding(.seconds(61))
        #expect(try unwritten.admit([(Self.ada[0], nil)], at: later) == nil)
    }
}
