/// The part that the demonstration's users, whose password is published, have in a server.
struct DemonstrationPolicy: Hashable, Sendable {
    /// The address at which other machines reach a server that is no public demonstration; nil if there is no such
    /// server.
    let closedHost: String?

    /// True if the users and tickets are added.
    let isAdded: Bool

    /// The policy of a server that clients reach at `host`; nil stands for no server.
    ///
    /// - Throws: a `Complaint` if the demonstration is to be added to a server that other machines reach, and is not
    ///   `isPublic`.
    init(isAdded: Bool, isPublic: Bool, host: String?) throws {
        let isOpen = host.map { !ListenAddress(host: $0, port: 0).isOnThisMachine } ?? false
        closedHost = isOpen && !isPublic ? host : nil
        self.isAdded = isAdded
        guard isAdded, let closedHost else { return }
        throw Complaint(
            "The demonstration brings an administrator whose password is published, and other machines reach "
                + "\(closedHost): serve at 127.0.0.1, leave the demonstration out with --no-demo, or add --public-demo if "
                + "anybody may administer this database."
        )
    }
}
