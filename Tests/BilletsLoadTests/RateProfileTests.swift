import BilletsLoad
import Testing

@Suite struct RateProfileTests {
    @Test func `A steady rate spreads changes evenly`() {
        let profile = RateProfile(final: 20)
        #expect(profile.secondsUntil(0) == 0)
        #expect(abs(profile.secondsUntil(1) - 0.05) < 1e-9)
        #expect(abs(profile.secondsUntil(100) - 5) < 1e-9)
    }

    @Test func `A ramp grows evenly to the rate, which then stays`() {
        let profile = RateProfile(final: 100, rampSeconds: 10)
        // Half of 100 a second over 10 s.
        #expect(abs(profile.secondsUntil(500) - 10) < 1e-9)
        // A quarter of the area under the ramp is half-way in time.
        #expect(abs(profile.secondsUntil(125) - 5) < 1e-9)
        #expect(abs(profile.secondsUntil(600) - 11) < 1e-9)
    }

    @Test func `Changes are never due before earlier ones, wherever the ramp begins`() {
        for initial in [0.0, 7, 50, 80] {
            let profile = RateProfile(initial: initial, final: 50, rampSeconds: 3)
            let times = (0..<400).map { profile.secondsUntil(Int64($0)) }
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
            #expect(times.allSatisfy { $0.isFinite })
        }
    }

    @Test func `A rate of nothing is never due`() {
        #expect(RateProfile(final: 0).secondsUntil(1) == .infinity)
    }
}
