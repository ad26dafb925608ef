import Testing

@testable import BilletsLoad

@Suite struct LoadTallyTests {
    @Test func `Another process gets everything that is counted`() {
        let members = Mirror(reflecting: LoadTally()).children.compactMap(\.label)
        #expect(Set(members) == Set(LoadTally.names))
        #expect(members.count == LoadTally.names.count)
    }

    @Test func `What another process counted is as if it had been counted here`() {
        var here = LoadTally()
        var there = LoadTally()
        for index in 0..<2_000 {
            let time = UInt64(index * index) * 7_919
            here.latency.record(time)
            there.latency.record(time)
            here.answers.record(time / 3)
            there.answers.record(time / 3)
        }
        there.deliveries = 7
        there.lost = -1
        there.rejected = ["rate_limited": 3]
        there.closes = ["1008": 1]
        there.failures = ["HTTP 429": 2]
        let copy = LoadTally(there.counts)
        #expect(copy.counts == there.counts)
        #expect(copy.deliveries == 7)
        #expect(copy.lost == -1)
        #expect(copy.rejected == ["rate_limited": 3])
        #expect(copy.closes == ["1008": 1])
        #expect(copy.failures == ["HTTP 429": 2])
        for percentile in [1.0, 50, 90, 99, 99.9, 100] {
            #expect(copy.latency.percentile(percentile) == here.latency.percentile(percentile))
        }
        #expect(copy.latency.maximum == here.latency.maximum)
        #expect(copy.latency.mean == here.latency.mean)
    }

    /// Averages of the percentiles of two processes, 1 ms and 1,000 ms here, are no percentiles.
    @Test func `The percentiles of two processes are those of all their times`() {
        var fast = LoadTally()
        for _ in 0..<9_900 { fast.latency.record(1_000_000) }
        var slow = LoadTally()
        for _ in 0..<100 { slow.latency.record(1_000_000_000) }
        var both = LoadTally(fast.counts)
        both.add(LoadTally(slow.counts))
        #expect(both.latency.count == 10_000)
        #expect(both.latency.percentile(50) == 1)
        #expect(both.latency.percentile(98.9) == 1)
        #expect(abs(both.latency.percentile(99.5) - 1_000) <= 1)
        #expect(both.latency.maximum == 1_000)
    }

    @Test func `Numbers that are no times are passed over`() {
        let record = LatencyRecord(buckets: [-5, 3, 10, -1, 20, 2, 7])
        #expect(record.count == 2)
        #expect(record.maximum == 0.02)
    }
}
