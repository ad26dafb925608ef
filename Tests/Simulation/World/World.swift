import Billets
import BilletsGateway
import BilletsSeeds
import BilletsWire
import NIOCore

/// A whole installation in one value: store, bus, gateways, network, clients and clocks, of which one step
/// after the other is taken, all from one seed.
///
/// What decides is the product's; the world performs it, and fails in every way that there is in
/// `FaultKind`.
struct World {
    /// More steps than these, and it does not come to rest.
    static let stepsMaximum = 40_000

    /// The deliberate fault, if any.
    let defect: Defect?

    /// How large it is, and what goes wrong.
    let shape: ScheduleShape

    /// All chance.
    var random: SeededGenerator

    /// The true time, in microseconds.
    var now = 0

    /// What is going to happen.
    var queue = StepQueue()

    /// The one truth.
    var store: SimulatedStore

    /// Until when the bus carries nothing, in microseconds.
    var busAwayUntil = 0

    /// The gateways, each in its present life.
    var gateways: [SimulatedGateway]

    /// Every connection there ever was.
    var connections: [SimulatedConnection] = []

    /// The clients.
    var clients: [SimulatedClient]

    /// Who judges.
    var auditor: Auditor

    /// What the bytes on the way mean, as far as is known without reading them.
    var meanings: [ByteBuffer: ServerMessage] = [:]

    /// Whether every byte is read with the codec, also where what it means is known.
    let readsEveryByte: Bool

    /// What happened, in numbers.
    var tally = ScheduleTally()

    /// What happened, line by line.
    let chronicle: Chronicle

    /// Whether nothing goes wrong any more.
    var isCalm = false

    /// Whether time alone changes nothing any more.
    var isFrozen = false

    /// The promise that was broken, if any: the end of the world.
    var broken: String?

    /// A world of which nothing has happened yet.
    init(seed: UInt64, defect: Defect?, isRecording: Bool) {
        self.defect = defect
        var random = SeededGenerator(seed: seed)
        shape = ScheduleShape(&random)
        store = SimulatedStore(
            MemoryDatabase(
                leases: shape.leases,
                retainedEventsMaximum: shape.retainedEventsMaximum,
                at: SimulatedStore.clock(at: 0, offset: 0),
                generator: SeededGenerator(seed: random.next())
            )
        )
        auditor = Auditor(
            epoch: store.database.identity.epoch,
            retainedEventsMaximum: shape.retainedEventsMaximum
        )
        gateways = (0..<shape.gateways)
            .map { SimulatedGateway(name: GatewayName(index: $0, life: 0)) }
        let names = ["Ada", "Grace", "Linus", "Edsger", "Barbara"]
        let users = names.map { User(id: random.identifier(), name: $0) }
        clients = shape.users.map { SimulatedClient(user: users[$0 % users.count]) }
        readsEveryByte = seed.isMultiple(of: 64)
        chronicle = Chronicle(isRecording: isRecording)
        self.random = random
        plan()
    }

    /// Takes steps until the end.
    mutating func run() {
        while broken == nil, let (time, step) = queue.next() {
            now = time
            tally.steps += 1
            perform(step)
            if case .end = step { return }
            if tally.steps > Self.stepsMaximum { broken = "the world does not come to rest" }
        }
    }

    /// The monotonic time that the product's values are told.
    func instant(_ time: Int) -> ContinuousClock.Instant {
        Self.start + .microseconds(time)
    }

    /// The microseconds of an instant.
    func time(of instant: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = (instant - Self.start).components
        return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    }

    /// Plans a step after some microseconds.
    mutating func plan(_ step: Step, after delay: Int) {
        queue.plan(step, at: now + delay)
    }

    /// Whether some fault of `percent` in 100 strikes now; it is counted.
    mutating func strikes(_ kind: FaultKind, _ percent: Int) -> Bool {
        guard !isCalm, random.percent(percent) else { return false }
        tally.count(kind)
        return true
    }

    /// Tells what happens, where somebody wants to know.
    func note(_ line: @autoclosure () -> String) {
        chronicle.note(at: now, line)
    }

    /// Notes that a promise was broken, unless one was before.
    mutating func blame(_ sentence: String?) {
        if broken == nil, let sentence { broken = sentence }
    }

    /// Whether this life of a gateway still goes on.
    func lives(_ name: GatewayName) -> Bool {
        gateways[name.index].name == name
    }

    /// Any instant does: the product looks at differences only.
    private static let start = ContinuousClock.now
}
