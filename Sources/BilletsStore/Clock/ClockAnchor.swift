import Billets

/// What time it was when a machine had been running for so long: from it the time of a database is reckoned.
///
/// Decides, and does nothing.
struct ClockAnchor: Hashable {
    /// By how much the wall clock may disagree with the database before it is followed, if it may be.
    static let disagreementMaximum: Duration = .seconds(1)

    /// In which run of the machine.
    var bootID: String

    /// What time it was.
    var time: Timestamp

    /// How long the machine had been running, in milliseconds.
    var uptimeMilliseconds: Int64

    /// Takes the wall clock's word for what time it is, but never goes back behind `latest`, before which the
    /// database knows that things have happened.
    init(_ machine: MachineTime, notBefore latest: Timestamp?) {
        bootID = machine.bootID
        time = max(machine.wall, latest ?? machine.wall)
        uptimeMilliseconds = machine.uptimeMilliseconds
    }

    /// The anchor that was set with these values.
    init(bootID: String, time: Timestamp, uptimeMilliseconds: Int64) {
        self.bootID = bootID
        self.time = time
        self.uptimeMilliseconds = uptimeMilliseconds
    }

    /// The time; nil if the machine has been started again, so that nobody knows how much has passed.
    func time(at machine: MachineTime) -> Timestamp? {
        guard machine.bootID == bootID else { return nil }
        let passed = max(0, machine.uptimeMilliseconds - uptimeMilliseconds)
        return time.adding(.milliseconds(passed))
    }

    /// Whether the wall clock shows another time: somebody has set it, or corrected it.
    func disagrees(with machine: MachineTime) -> Bool {
        guard let time = time(at: machine) else { return true }
        let difference = abs(machine.wall.milliseconds(since: time))
        return difference > Self.disagreementMaximum.wholeMilliseconds
    }
}
