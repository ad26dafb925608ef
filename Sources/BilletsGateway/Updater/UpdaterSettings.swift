/// The times and bounds of a client updater.
struct UpdaterSettings: Sendable {
    /// Those of the ordering.
    var sequencer = EventSequencer.Settings()

    /// How many changes are kept in memory for sockets that come back.
    var ringEventsMaximum = EventRing.eventsMaximum

    /// How many changes one page for a socket that is behind holds.
    var pageEventsMaximum = 1000
}
