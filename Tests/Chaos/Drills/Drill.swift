/// A fault by itself, measured against what the protocol's promises come to in numbers.
public enum Drill: String, CaseIterable, Hashable, Sendable {
    /// A minute without Redis.
    case redisAway = "redis-away"

    /// Single messages are lost on their way from Redis.
    case lostPublish = "lost-publish"

    /// Thousands of contests for locks, with expiry and clock jumps.
    case locks

    /// The disk is full for a while.
    case diskFull = "disk-full"

    /// Thousands of clients vanish at once.
    case vanish

    /// All gateways of a cluster are restarted, one after the other.
    case rolling

    /// Carries it out; `say` is told of its progress.
    public func run(
        _ plan: DrillPlan,
        say: @escaping @Sendable (String) -> Void
    ) async throws -> DrillReport {
        say("drill \(rawValue), store \(plan.store.rawValue), seed \(plan.seed)")
        let measures = try await measures(plan, say)
        return DrillReport(drill: self, store: plan.store, measures: measures)
    }

    private func measures(
        _ plan: DrillPlan,
        _ say: @escaping @Sendable (String) -> Void
    ) async throws -> [DrillMeasure] {
        // A whole cluster of its own, with the balancer that the others do without.
        if self == .rolling { return try await RollingDrill(plan: plan).run() }
        var rig = RigPlan(store: plan.store, gateways: plan.gateways)
        if self == .locks { rig.lockSeconds = LockDrill.lockSeconds }
        return try await Rig.with(rig) { rig in
            switch self {
            case .redisAway: try await RedisAwayDrill(plan: plan, rig: rig, say: say).run()
            case .lostPublish: try await LostPublishDrill(plan: plan, rig: rig, say: say).run()
            case .locks: try await LockDrill(plan: plan, rig: rig, say: say).run()
            case .diskFull: try await DiskFullDrill(plan: plan, rig: rig, say: say).run()
            case .vanish: try await VanishDrill(plan: plan, rig: rig, say: say).run()
            case .rolling: []
            }
        }
    }
}
