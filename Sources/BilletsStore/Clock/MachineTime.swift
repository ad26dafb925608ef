import Billets

/// What a machine's clocks show at one moment.
struct MachineTime: Hashable {
    /// Which run of the machine it is; another one after each boot.
    var bootID: String

    /// The time of day, which anybody may set.
    var wall: Timestamp

    /// How long the machine has been running, in milliseconds; nobody can set it.
    var uptimeMilliseconds: Int64
}
