/// Why a cluster ended.
enum ClusterOutcome: Hashable, Sendable {
    /// Somebody asked it to.
    case stopped

    /// It could not be brought up; a sentence says why and what to do.
    case failed(String)
}
