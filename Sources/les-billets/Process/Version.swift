/// Which program this is.
enum Version {
    /// The version of the source, as semver.org has it.
    static let current = "0.1.0"
}
