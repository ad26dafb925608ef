public import Billets

/// How long what has happened is remembered.
///
/// Tickets and accounts are kept for ever.
public struct Retention: Hashable, Sendable {
    /// How many events are kept; the newest is always kept.
    public var eventsMaximum: Int

    /// How long an event is kept.
    public var eventAgeMaximum: Duration

    /// The time for which the revocation of a single session is kept: longer than any session lives.
    public var revocationAgeMaximum: Duration

    /// 100,000 events, 7 days, and revocations for a day longer than any session lives, unless said otherwise.
    public init(
        eventsMaximum: Int = 100_000,
        eventAgeMaximum: Duration = .seconds(7 * 86_400),
        revocationAgeMaximum: Duration = SessionLimits.lifetimeMaximum + .seconds(86_400)
    ) {
        precondition(eventsMaximum >= 1, "The newest event is always kept.")
        self.eventsMaximum = eventsMaximum
        self.eventAgeMaximum = eventAgeMaximum
        self.revocationAgeMaximum = revocationAgeMaximum
    }
}
