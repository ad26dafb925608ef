/// What came of many schedules.
package struct CampaignResult: Sendable {
    /// How many were run.
    package let schedules: Int

    /// What happened in those that broke no promise.
    package let tally: ScheduleTally

    /// The promise that was broken, if one was.
    package let violation: Violation?

    /// One line of JSON: what was done in how many seconds.
    package func json(seconds: Double, seed: UInt64, defect: Defect?) -> String {
        let faults = tally.faultsByKind
            .map { "\"\($0.kind.rawValue)\":\($0.count)" }.joined(separator: ",")
        let defect = defect.map { "\"\($0.rawValue)\"" } ?? "null"
        return """
            {"schedules":\(schedules),"seed":\(seed),"defect":\(defect),\
            "commands":\(tally.commands),"events":\(tally.events),\
            "deliveries":\(tally.deliveries),"steps":\(tally.steps),"faults":\(tally.faults),\
            "faultsByKind":{\(faults)},"violations":\(violation == nil ? 0 : 1),\
            "seconds":\((seconds * 10).rounded() / 10)}
            """
    }
}
