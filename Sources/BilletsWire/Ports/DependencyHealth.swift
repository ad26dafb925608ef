/// Whether something that a gateway depends on does its work, as far as it can be known.
public enum DependencyHealth: Hashable, Sendable {
    /// It does.
    case well

    /// It does not; a sentence for an operator says why. It is tried again without end.
    case unwell(String)
}
