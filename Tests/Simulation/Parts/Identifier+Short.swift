import Billets

extension Identifier {
    /// The last four characters: enough to tell ids apart in one schedule.
    var short: String {
        String(description.suffix(4))
    }
}
