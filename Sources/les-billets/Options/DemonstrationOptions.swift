import ArgumentParser

/// Whether a demonstration is wanted.
struct DemonstrationOptions: ParsableArguments {
    /// Whether to add its users and tickets.
    @Flag(
        inversion: .prefixedNo,
        help: .setting(
            .demo,
            "Add the users ada@example.com, grace@example.com and linus@example.com, password "
                + "\(Demonstration.password), and some tickets if there are none."
        )
    )
    var demo: Bool?

    /// Whether the command line or the environment asks for it.
    func isWanted(_ settings: Settings) throws -> Bool {
        try settings.value(demo, .demo) ?? false
    }
}
