/// The times and bounds of a client updater.
package struct UpdaterSettings: Sendable {
    /// Those of the ordering.
    package var sequencer = EventSequencer.Settings()

    /// How many changes are kept in memory for sockets that come back.
    package var ringEventsMaximum = EventRing.eventsMaximum

    /// How many changes one page for a socket that is behind holds.
    package var pageEventsMaximum = 1000

    /// Those of the product.
    package init() {}
}
