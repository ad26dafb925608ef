extension EventSequencer {
    /// The times and bounds of the ordering.
    package struct Settings {
        /// How long a gap may stand before the store is asked.
        package var gapPatience: Duration = .milliseconds(20)

        /// How long there may be no news before the store is asked.
        package var silenceMaximum: Duration = .seconds(1)

        /// The same, while the bus is unwell.
        package var silenceMaximumWithoutBus: Duration = .milliseconds(250)

        /// How long to wait after the store could not be asked.
        package var retryDelay: Duration = .milliseconds(250)

        /// How many changes one question asks for.
        package var pageEventsMaximum = 1000

        /// How many changes may wait for the one before them; more are dropped, and fetched later.
        package var reorderEventsMaximum = 10_000

        /// Those of the product.
        package init() {}
    }
}
