import ArgumentParser
import BilletsLoad

extension LoadObjectiveOptions {
    /// What was stated, in the order of the help.
    ///
    /// - Throws: a `ValidationError` if something cannot be shown by `scenario`, a `Complaint` if the environment makes no sense.
    func objectives(
        _ scenario: LoadScenario,
        _ settings: Settings
    ) throws -> [Objective] {
        if scenario != .storm, caughtUp != nil {
            throw ValidationError(
                "--caught-up says nothing to \(scenario.rawValue): it is for storm."
            )
        }
        let times: [(ElapsedTime?, Setting, (Double) -> Objective)] = [
            (p50, .p50, { .latency(.p50, milliseconds: $0) }),
            (p90, .p90, { .latency(.p90, milliseconds: $0) }),
            (p99, .p99, { .latency(.p99, milliseconds: $0) }),
            (p999, .p999, { .latency(.p999, milliseconds: $0) }),
            (maxLatency, .maxLatency, { .latency(.max, milliseconds: $0) }),
            (answerP99, .answerP99, { .answers(milliseconds: $0) }),
            (connectP99, .connectP99, { .connects(milliseconds: $0) }),
            (caughtUp, .caughtUp, { .caughtUp(milliseconds: $0) }),
        ]
        var objectives = try times.compactMap { given, setting, objective in
            try settings.value(given, setting).map { objective($0.milliseconds) }
        }
        if let loss = try settings.value(loss, .loss) { objectives.append(.loss(loss)) }
        if let limit = try settings.value(failures, .failures) {
            objectives.append(.failures(Int64(limit.number)))
        }
        if let limit = try settings.value(rejections, .rejections) {
            objectives.append(.rejections(Int64(limit.number)))
        }
        if let least = try settings.value(deliveriesPerSecond, .deliveriesPerSecond) {
            objectives.append(.deliveries(perSecond: least.number))
        }
        if let least = try settings.value(commandsPerSecond, .commandsPerSecond) {
            objectives.append(.commands(perSecond: least.number))
        }
        return objectives
    }
}
