import FoundationEssentials

extension Readiness {
    /// Reads what `/readyz` answers, JSON in UTF-8.
    ///
    /// - Throws: a `DecodingError` if it is something else.
    public init(decoding bytes: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(Decoded.self, from: Data(bytes)).readiness
    }

    private struct Decoded: Decodable {
        let readiness: Readiness

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: JSONKey.self)
            readiness = Readiness(
                node: try fields.text("node"),
                store: try fields.health("store"),
                bus: try fields.health("bus"),
                isDraining: try fields.flag("draining")
            )
        }
    }
}

extension KeyedDecodingContainer<JSONKey> {
    fileprivate func health(_ key: JSONKey) throws -> DependencyHealth {
        let fields = try object(key)
        return try fields.text("state") == "well"
            ? .well : .unwell(try fields.optionalText("reason") ?? "for no reason that it tells")
    }
}
