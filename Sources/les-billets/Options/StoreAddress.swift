/// Which store a gateway uses.
enum StoreAddress: Hashable, Sendable {
    /// A database file on this machine, which several processes may share.
    case sqlite(path: String)

    /// A store process.
    case grpc(ListenAddress)

    /// The store that is used unless another is named.
    static let standard = StoreAddress.sqlite(path: DatabasePath.standard)
}

extension StoreAddress: OptionValue {
    /// Reads `sqlite:PATH` or `grpc://HOST:PORT`.
    init(parsing text: String) throws {
        if text.hasPrefix("sqlite:"), text != "sqlite:" {
            self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        } else if text.hasPrefix("grpc://"),
            let address = try? ListenAddress(parsing: String(text.dropFirst("grpc://".count))),
            address.port > 0
        {
            self = .grpc(address)
        } else {
            throw Complaint("write sqlite:PATH or grpc://HOST:PORT")
        }
    }
}

extension StoreAddress: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .grpc(let address): "grpc://\(address)"
        }
    }
}
