import BilletsLoad
import Testing

@Suite struct LatencyRecordTests {
    @Test func `Percentiles are those of what was recorded, within a thousandth`() {
        var record = LatencyRecord()
        for milliseconds in 1...1_000 { record.record(UInt64(milliseconds) * 1_000_000) }
        #expect(record.count == 1_000)
        for (percentile, milliseconds) in [(50.0, 500.0), (90, 900), (99, 990), (99.9, 999)] {
            #expect(abs(record.percentile(percentile) - milliseconds) <= milliseconds / 1_000)
        }
        #expect(record.maximum == 1_000)
        #expect(abs(record.mean - 500.5) < 1)
    }

    @Test func `Two records together are as one`() {
        var both = LatencyRecord()
        var one = LatencyRecord()
        var other = LatencyRecord()
        for index in 0..<100 {
            let time = UInt64(index * index) * 10_000
            both.record(time)
            if index % 2 == 0 { one.record(time) } else { other.record(time) }
        }
        one.add(other)
        #expect(one.count == both.count)
        for percentile in [1.0, 50, 99] {
            #expect(one.percentile(percentile) == both.percentile(percentile))
        }
    }

    @Test func `An empty record is all zero, and one with a day in it has its longest time`() {
        var record = LatencyRecord()
        #expect(record.percentile(99) == 0)
        #expect(record.maximum == 0)
        #expect(record.mean == 0)
        record.record(86_400_000_000_000)
        #expect(record.count == 1)
        #expect(record.maximum == Double(LatencyRecord.microsecondsMaximum) / 1_000)
    }
}
