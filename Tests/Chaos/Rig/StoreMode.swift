/// How the gateways of a rig reach the database.
public enum StoreMode: String, CaseIterable, Hashable, Sendable {
    /// Each opens the file.
    case shared

    /// They ask a store process.
    case remote
}
