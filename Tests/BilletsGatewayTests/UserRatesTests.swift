import Billets
import Testing

@testable import BilletsGateway

@Suite struct UserRatesTests {
    private let second: Int64 = 1_000_000_000

    @Test("A user may send a burst at once, and then as many a second as the rate says")
    func rate() {
        let bucket = UserRate(MessageRate(burst: 3, perSecond: 2))
        #expect((0..<3).allSatisfy { _ in bucket.admit(at: 0) })
        #expect(!bucket.admit(at: 0))
        #expect(!bucket.admit(at: second / 2 - 1))
        #expect(bucket.admit(at: second / 2))
        #expect(!bucket.admit(at: second / 2))
        #expect(!bucket.isIdle(at: second))
        #expect(bucket.isIdle(at: 2 * second))
        #expect((0..<3).allSatisfy { _ in bucket.admit(at: 60 * second) }, "rest is not saved up")
        #expect(!bucket.admit(at: 60 * second))
    }

    @Test("A rate of many times as many stays a rate, however large the numbers are")
    func times() {
        let rate = MessageRate(burst: 500, perSecond: 100).times(16)
        #expect(rate == MessageRate(burst: 8000, perSecond: 1600))
        #expect(rate.times(0) == rate)
        let bucket = UserRate(MessageRate(burst: .max, perSecond: 1).times(.max))
        #expect(bucket.admit(at: 0))
    }

    @Test("All sockets of a user share one bucket, and another user has another")
    func sharing() throws {
        let rates = UserRates(MessageRate(burst: 1, perSecond: 1))
        let (ada, grace) = (UserID.random(), UserID.random())
        let here = try #require(rates.rate(of: ada))
        #expect(rates.rate(of: ada) === here)
        #expect(rates.rate(of: grace) !== here)
        #expect(UserRates(nil).rate(of: ada) == nil)
    }

    @Test("Whoever is idle is forgotten, but not while a socket keeps the bucket")
    func forgetting() throws {
        let rates = UserRates(MessageRate(burst: 1, perSecond: 1))
        let ada = UserID.random()
        let kept = try #require(rates.rate(of: ada))
        weak let gone = rates.rate(of: UserID.random())
        for _ in 0..<600 { _ = rates.rate(of: UserID.random()) }
        #expect(rates.rate(of: ada) === kept)
        #expect(gone == nil)
    }
}
