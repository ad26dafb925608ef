import Billets
import BilletsGateway
import BilletsSeeds

/// How large a simulated world is, and what goes wrong in it: drawn anew for each schedule, so that some
/// schedules are all of one fault and others have a little of each.
struct ScheduleShape: Sendable {
    /// How long nothing new goes wrong, until all must have come to rest, in microseconds.
    static let settlingTime = 2_600_000

    /// How long after the last change all must agree, in microseconds.
    static let agreementTime = 1_700_000

    /// How many gateways there are.
    let gateways: Int

    /// The user of each client, by number.
    let users: [Int]

    /// How often some client does something of its own.
    let actions: Int

    /// What goes wrong, one thing after the other.
    let faults: [FaultKind]

    /// For how long things go wrong, in microseconds.
    let duration: Int

    /// How many events the store keeps.
    let retainedEventsMaximum: Int

    /// The rules of locks.
    let leases: LeasePolicy

    /// The times and bounds of the gateways' updaters.
    let updater: UpdaterSettings

    /// How many bytes of tickets a frame of a snapshot holds, roughly.
    let snapshotFrameBytesTarget: Int

    /// Whether the bus goes on dropping all histories but the one that a gateway began with.
    let busKeepsToHistory: Bool

    /// Whether the clients of one user go away for good in the end.
    let hasLeavers: Bool

    /// How many in 100 messages the bus loses.
    let lossPercent: Int

    /// How many in 100 messages the bus doubles.
    let doublingPercent: Int

    /// How many in 100 messages are late.
    let delayPercent: Int

    /// How many in 100 commands and reports, or their answers, are lost.
    let storeLossPercent: Int

    /// How many in 100 answers of the store are late.
    let storeDelayPercent: Int

    /// How many in 100 questions for a place in the stream are asked again before they are answered.
    let impatiencePercent: Int

    /// How many in 100 commits a gateway does not survive.
    let deathPercent: Int

    /// A shape by chance.
    init(_ random: inout SeededGenerator) {
        gateways = random.within(2...3)
        let clients = random.within(3...5)
        let userCount = random.within(2...clients)
        users = (0..<clients).map { $0 % userCount }
        actions = random.within(10...24)
        let isLong = random.percent(3)
        duration = random.within(isLong ? 11_000_000...14_000_000 : 900_000...3_500_000)
        let kinds = Self.single.filter { _ in random.percent(45) }
        faults =
            kinds.isEmpty
            ? [] : (0..<random.within(2...9)).map { _ in kinds[random.below(kinds.count)] }
        retainedEventsMaximum = random.percent(60) ? 1_000 : random.within(4...14)
        leases = LeasePolicy(
            leaseDuration: .milliseconds(random.within(300...2_500)),
            disconnectGrace: .milliseconds(random.within(300...1_200))
        )
        var updater = UpdaterSettings()
        if random.percent(60) { updater.ringEventsMaximum = random.within(1...8) }
        if random.percent(60) { updater.pageEventsMaximum = random.within(1...6) }
        if random.percent(60) { updater.sequencer.pageEventsMaximum = random.within(1...6) }
        if random.percent(30) { updater.sequencer.reorderEventsMaximum = random.within(1...4) }
        self.updater = updater
        snapshotFrameBytesTarget = random.percent(60) ? 1_000 : EncodedSnapshot.frameBytesTarget
        busKeepsToHistory = random.percent(40)
        hasLeavers = random.percent(25)
        func percent(upTo bound: Int) -> Int {
            random.percent(50) ? random.within(1...bound) : 0
        }
        lossPercent = percent(upTo: 50)
        doublingPercent = percent(upTo: 30)
        delayPercent = percent(upTo: 40)
        storeLossPercent = percent(upTo: 15)
        storeDelayPercent = percent(upTo: 25)
        impatiencePercent = percent(upTo: 60)
        deathPercent = percent(upTo: 6)
    }

    /// What goes wrong at a moment, and not on the way of a message.
    private static let single: [FaultKind] = [
        .busAway, .gatewayDied, .storeAway, .restored, .gatewayClockJumped, .storeClockJumped,
        .clientSlow, .connectionCut, .askedAnew,
    ]
}
