import BilletsProcesses
import BilletsSeeds

/// The faults that a rig can have, drawn by lot: every kind once before any comes again.
public struct FaultMenu: Sendable {
    private let plan: RigPlan
    private let canBreakDisks: Bool
    private let crowd: Int
    private var waiting: [Fault] = []
    private var generator: SeededGenerator

    /// How many faults come at once at the most.
    public static let mixMaximum = 3

    /// The faults for a rig that follow from `seed`.
    ///
    /// - Parameters:
    ///   - plan: the rig.
    ///   - canBreakDisks: whether the library for it is there.
    ///   - crowd: how many clients vanish at once.
    ///   - seed: what decides.
    public init(plan: RigPlan, canBreakDisks: Bool, crowd: Int, seed: UInt64) {
        self.plan = plan
        self.canBreakDisks = canBreakDisks
        self.crowd = crowd
        generator = SeededGenerator(seed: seed, number: 0)
    }

    /// What comes next: mostly one fault, else several at once that have different victims.
    public mutating func next() -> [Fault] {
        let count =
            Int.random(in: 0..<4, using: &generator) == 0
            ? Int.random(in: 2...Self.mixMaximum, using: &generator) : 1
        var faults: [Fault] = []
        for _ in 0..<count {
            let fault = draw()
            if faults.contains(where: { $0.victim == fault.victim }) {
                waiting.append(fault)
            } else {
                faults.append(fault)
            }
        }
        return faults
    }

    /// How long to wait before the next.
    public mutating func pause() -> Duration {
        .milliseconds(Int64.random(in: 100...800, using: &generator))
    }

    private mutating func draw() -> Fault {
        if waiting.isEmpty { waiting = everything().shuffled(using: &generator) }
        return waiting.removeLast()
    }

    private mutating func everything() -> [Fault] {
        var faults = processFaults()
        faults += RedisFault.allCases.map { .redis($0, duration()) }
        for road in Road.allCases where road != .store || plan.store == .remote {
            faults += RoadFault.allCases.map { .road(road, gateway: gateway(), $0, duration()) }
        }
        faults.append(
            .lostMessages(gateway: gateway(), count: Int.random(in: 1...20, using: &generator))
        )
        faults.append(.clients(.slow, gateway: gateway(), count: 5, duration()))
        faults.append(.clients(.dead, gateway: gateway(), count: 10, duration()))
        faults.append(.clients(.crowd, gateway: gateway(), count: crowd, .zero))
        if canBreakDisks { faults += diskFaults() }
        return faults
    }

    private mutating func processFaults() -> [Fault] {
        var posts: [RigPost] = [.redis, .gateway(gateway())]
        if plan.store == .remote { posts.append(.store) }
        var faults: [Fault] = []
        for post in posts {
            faults += [.kill(post), .terminate(post), .freeze(post, duration())]
        }
        return faults
    }

    private mutating func diskFaults() -> [Fault] {
        var faults: [Fault] = []
        for fault in DiskFault.allCases where fault != .none {
            faults.append(.disk(fault, databasePost(), duration()))
        }
        for milliseconds: Int64 in [200_000, -90_000] {
            faults.append(.clock(.gateway(gateway()), milliseconds: milliseconds, duration()))
            if plan.store == .remote {
                faults.append(.clock(.store, milliseconds: milliseconds, duration()))
            }
        }
        return faults
    }

    private mutating func gateway() -> Int {
        Int.random(in: 0..<plan.gateways, using: &generator)
    }

    private mutating func databasePost() -> RigPost {
        plan.databasePosts[Int.random(in: 0..<plan.databasePosts.count, using: &generator)]
    }

    private mutating func duration() -> Duration {
        .milliseconds(Int64.random(in: 300...3_000, using: &generator))
    }
}
