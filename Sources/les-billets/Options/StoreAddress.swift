import BilletsLink

/// Which store a gateway uses.
enum StoreAddress: Hashable, Sendable {
    /// A database file on this machine, which several processes may share.
    case sqlite(path: String)

    /// A store process.
    case process(LinkAddress)

    /// The store that is used unless another is named.
    static let standard = StoreAddress.sqlite(path: DatabasePath.standard)
}

extension StoreAddress: OptionValue {
    /// Reads `sqlite:PATH`, `grpc://HOST:PORT` or `unix:PATH`, as gRPC spells the latter.
    init(parsing text: String) throws {
        if text.hasPrefix("sqlite:"), text != "sqlite:" {
            self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        } else if text.hasPrefix("grpc://"),
            let address = LinkAddress(String(text.dropFirst("grpc://".count))),
            case .tcp(_, port: 1...) = address
        {
            self = .process(address)
        } else if text.hasPrefix("unix:"), let address = LinkAddress(text) {
            self = .process(address)
        } else {
            throw Complaint("write sqlite:PATH, grpc://HOST:PORT or unix:PATH")
        }
    }
}

extension StoreAddress: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .process(.unix(let path)): "unix:\(path)"
        case .process(let address): "grpc://\(address)"
        }
    }
}
