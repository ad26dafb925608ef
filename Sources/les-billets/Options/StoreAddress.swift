import BilletsLink

/// The store that a process uses.
enum StoreAddress: Hashable, Sendable {
    /// A database file on this machine, which several processes may share.
    case sqlite(path: String)

    /// A store process.
    case process(LinkAddress)

    /// The default store, as the help shows it.
    static let standard = StoreAddress.sqlite(path: DatabasePath.standard)
}

extension StoreAddress: OptionValue {
    /// Reads `sqlite:PATH`, `grpc://HOST:PORT` or `unix:PATH`, as gRPC spells the latter.
    init(parsing text: String) throws {
        guard let address = Self.sqlite(text) ?? Self.process(text) else {
            throw Complaint("write sqlite:PATH, grpc://HOST:PORT or unix:PATH")
        }
        self = address
    }

    private static func sqlite(_ text: String) -> StoreAddress? {
        guard text.hasPrefix("sqlite:") else { return nil }
        let path = String(text.dropFirst("sqlite:".count))
        return LinkAddress.isPath(path) ? .sqlite(path: path) : nil
    }

    private static func process(_ text: String) -> StoreAddress? {
        if text.hasPrefix("unix:") {
            return (try? LinkAddress(parsing: text)).map(StoreAddress.process)
        }
        guard text.hasPrefix("grpc://"),
            let address = try? ListenAddress(parsing: String(text.dropFirst("grpc://".count))),
            address.port > 0
        else { return nil }
        return .process(.tcp(host: address.host, port: address.port))
    }
}

extension StoreAddress: CustomStringConvertible {
    /// The text that `init(parsing:)` reads.
    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .process(.unix(let path)): "unix:\(path)"
        case .process(let address): "grpc://\(address)"
        }
    }
}
