/// One life of a gateway: a process that died does not get what was meant for it.
struct GatewayName: Hashable, Sendable, CustomStringConvertible {
    /// Which gateway.
    let index: Int

    /// How often it had died before.
    let life: Int

    /// For people: `gateway 2`, `gateway 2'` after one death.
    var description: String {
        "gateway \(index + 1)" + String(repeating: "'", count: life)
    }
}
