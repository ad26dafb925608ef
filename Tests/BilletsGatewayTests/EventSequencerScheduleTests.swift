import Testing

@Suite("EventSequencer, schedules at random")
struct EventSequencerScheduleTests {
    @Test("However the bus loses, doubles and reorders, all is delivered, once, in order")
    func everySchedule() {
        for seed: UInt64 in 0..<100 {
            var simulation = SequencerSimulation(seed: seed, eventsTotal: 200)
            simulation.run()
            #expect(simulation.delivered == Array(1...200), "seed \(seed)")
            #expect(!simulation.hasStartedOver, "seed \(seed)")
        }
    }
}
