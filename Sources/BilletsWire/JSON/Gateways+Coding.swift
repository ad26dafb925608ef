public import Billets

extension [GatewayPresence] {
    /// The gateways as JSON, UTF-8: `{"gateways":[{"node":…,"heardAt":…,"users":[…]}]}`; `people` says what
    /// the users are called, and who is not among them is left out.
    public func encoded(naming people: [User]) -> [UInt8] {
        let names = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("gateways")
            writer.array(self) { writer, gateway in
                writer.object { writer in
                    writer.member("node", gateway.node)
                    writer.member("heardAt", gateway.heardAt.rfc3339)
                    writer.key("users")
                    writer.array(gateway.users.compactMap { names[$0] }) { $0.user($1) }
                }
            }
        }
        return writer.bytes
    }
}
