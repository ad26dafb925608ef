/// How the gateways of a cluster reach the database.
enum ClusterStoreMode: String, Hashable, Sendable {
    /// Each opens the file.
    case shared

    /// One store process opens the file, and they ask it.
    case remote
}

extension ClusterStoreMode: OptionValue {
    /// Reads `shared` or `remote`.
    init(parsing text: String) throws {
        guard let mode = Self(rawValue: text) else { throw Complaint("write shared or remote") }
        self = mode
    }
}
