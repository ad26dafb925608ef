import Billets

/// The names of the Redis channels of one process.
///
/// The braces are literal: in a Redis Cluster they keep a database's channels in one slot.
struct BusChannels {
    /// What carries the events of the database.
    let events: [UInt8]

    /// What carries the probes of this process, and of no other.
    let probe: [UInt8]

    /// The channels of the database `id` for a process that calls itself `process`.
    init(of id: DatabaseID, process: String) {
        events = Array("les-billets:{\(id)}:events".utf8)
        probe = Array("les-billets:{\(id)}:probe:\(process)".utf8)
    }
}
