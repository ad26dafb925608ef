extension Duration {
    /// The duration in milliseconds, what is finer cut off.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// The duration in seconds, for people: `1.234 s`.
    var inSeconds: String {
        let thousandths = milliseconds
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
            + " s"
    }
}
