import ArgumentParser

/// The options about a demonstration.
struct DemonstrationOptions: ParsableArguments {
    /// True if its users and tickets are wanted.
    @Flag(
        inversion: .prefixedNo,
        help: .setting(
            .demo,
            "Add the users ada@example.com, grace@example.com and linus@example.com, password "
                + "\(Demonstration.password), and some tickets if there are none. Refused if the database has other "
                + "users already, or if other machines reach the server."
        )
    )
    var demo: Bool?

    /// True if its users may be reached from other machines.
    @Flag(
        help: .setting(
            .publicDemo,
            "Let these users log in from other machines too. One of them is an administrator and their password is "
                + "published: anybody who reaches the server may then read and change everything in it."
        )
    )
    var publicDemo = false

    /// The policy that command line and environment ask for, in a server that clients reach at `host`.
    ///
    /// - Throws: a `Complaint` if the environment is invalid, or the demonstration would be reachable from other machines.
    func policy(_ settings: Settings, host: String?) throws -> DemonstrationPolicy {
        try DemonstrationPolicy(
            isAdded: settings.value(demo, .demo) ?? false,
            isPublic: settings.value(publicDemo ? true : nil, .publicDemo) ?? false,
            host: host
        )
    }
}
