import BilletsWire
import Testing

@testable import BilletsBus

@Suite struct RedisSettingsFindingsTests {
    @Test(
        "How much may wait for a subscriber is judged",
        arguments: [
            ("normal 0 0 0 slave 256mb 64mb 60 pubsub 33554432 8388608 60", Finding.Verdict.ok),
            ("pubsub 67108864 16777216 30", .ok), ("pubsub 67108864 0 0", .ok),
            ("pubsub 0 0 0", .warning), ("pubsub 1048576 0 0", .warning),
            ("pubsub 67108864 1024 1", .warning), ("normal 0 0 0", .warning), ("pubsub", .warning),
        ]
    )
    func subscribers(_ text: String, _ verdict: Finding.Verdict) {
        let findings = RedisSettingsFindings(["client-output-buffer-limit": text]).findings
        #expect(findings.last?.verdict == verdict)
    }

    @Test func `What Redis does not tell is a warning`() {
        #expect(RedisSettingsFindings([:]).findings.map(\.verdict) == [.warning, .warning])
        let told = RedisSettingsFindings(["maxmemory": "0", "maxmemory-policy": "noeviction"])
        #expect(told.findings.first?.verdict == .ok)
    }
}
