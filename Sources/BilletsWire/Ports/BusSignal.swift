/// What a bus has to say.
public enum BusSignal: Hashable, Sendable {
    /// Changes that some gateway published, validated, as they came in one go.
    case events([WireEvent])

    /// Whether the bus carries events has changed.
    case health(DependencyHealth)
}
