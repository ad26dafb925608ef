/// The end of a cluster: its processes end in the order of `ClusterFarewell.Step`.
extension ClusterSupervision {
    /// Ends the cluster in order; the second time, at once.
    mutating func stopAsked() -> [ClusterAction] {
        switch phase {
        case .assembling, .running:
            return [.say("The cluster ends; a second signal ends it at once.")] + end(.stopped)
        case .ending(var farewell):
            guard farewell.step != nil else { return [] }
            farewell.step = nil
            phase = .ending(farewell)
            return living(where: { _ in true }).map { .signal($0, .kill) }
        case .over:
            return []
        }
    }

    /// Ends the cluster in order, with this outcome.
    mutating func end(_ outcome: ClusterOutcome) -> [ClusterAction] {
        let stopped = stopRoll("The cluster ends.")
        let closing: [ClusterAction] =
            states[.balancer]?.isAlive == true ? [.signal(.balancer, .closeDoors)] : []
        return stopped + closing
            + enter(.gateways, of: ClusterFarewell(outcome: outcome, step: .gateways))
    }

    private mutating func enter(
        _ step: ClusterFarewell.Step,
        of farewell: ClusterFarewell
    ) -> [ClusterAction] {
        var farewell = farewell
        farewell.step = step
        phase = .ending(farewell)
        let living = living(where: step.concerns)
        guard !living.isEmpty else { return proceed(farewell) }
        return living.map { .signal($0, .end) }
            + [.schedule(.patienceOver(step), after: step.patience(drain: drain))]
    }

    /// Goes on with the next step once all processes of the present one have ended.
    mutating func proceed(_ farewell: ClusterFarewell) -> [ClusterAction] {
        guard let step = farewell.step else {
            guard living(where: { _ in true }).isEmpty else { return [] }
            return finish(farewell.outcome)
        }
        guard living(where: step.concerns).isEmpty else { return [] }
        guard let next = step.next else { return finish(farewell.outcome) }
        return enter(next, of: farewell)
    }

    private mutating func finish(_ outcome: ClusterOutcome) -> [ClusterAction] {
        phase = .over
        return [.finish(outcome)]
    }

    /// Kills those processes that have not ended within the time of their step.
    func patienceOver(_ step: ClusterFarewell.Step) -> [ClusterAction] {
        guard case .ending(let farewell) = phase, farewell.step == step else { return [] }
        let seconds = step.patience(drain: drain).components.seconds
        return living(where: step.concerns).flatMap { post -> [ClusterAction] in
            [
                .say("\(post) has not ended within \(seconds) s and is killed."),
                .signal(post, .kill),
            ]
        }
    }

    private func living(where condition: (ClusterPost) -> Bool) -> [ClusterPost] {
        stages.joined().filter { states[$0]?.isAlive == true && condition($0) }
    }
}
