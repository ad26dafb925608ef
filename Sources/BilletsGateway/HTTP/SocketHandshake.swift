import BilletsWire
import Crypto
import FoundationEssentials
import HummingbirdCore

/// The opening handshake of a WebSocket (RFC 6455, section 4.2.1), as the upgrade and the route of its path both read
/// it.
struct SocketHandshake: Hashable, Sendable {
    /// The meaning of the header fields of a GET request.
    enum Reading: Hashable, Sendable {
        /// They do not ask for a WebSocket.
        case absent

        /// They ask for one in a way that is refused with this.
        case malformed(Problem)

        /// They ask for one as they should.
        case complete(SocketHandshake)
    }

    /// The only version of the protocol (RFC 6455, section 4.1).
    static let version = "13"

    private static let keyBytes = 16
    private static let acceptanceSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    private let key: String

    /// Reads header fields; `values` returns those of a name in lower case.
    static func reading(of values: (String) -> [String]) -> Reading {
        guard elements(values("upgrade")).contains("websocket"),
            elements(values("connection")).contains("upgrade")
        else { return .absent }
        guard values("sec-websocket-version").map(HeaderList.trimmed) == [version] else {
            return .malformed(.webSocketVersion)
        }
        let keys = values("sec-websocket-key").map(HeaderList.trimmed)
        guard keys.count == 1, let key = keys.first,
            Data(base64Encoded: key)?.count == keyBytes
        else {
            return .malformed(
                Problem(
                    malformed: """
                        The handshake needs one header Sec-WebSocket-Key, which holds 16 bytes in base64: \
                        open the socket with a WebSocket client (RFC 6455).
                        """
                )
            )
        }
        guard values("transfer-encoding").isEmpty,
            values("content-length").allSatisfy({ Int($0) == 0 })
        else {
            return .malformed(
                Problem(malformed: "A handshake has no body: send it without one (RFC 6455).")
            )
        }
        return .complete(SocketHandshake(key: key))
    }

    /// Returns true if a request for `target` is one for a socket, by the rules of the router.
    static func isPath(ofTarget target: String) -> Bool {
        Route.segments(of: URI(target).path) == Route.segments(of: SocketDoor.path)
    }

    /// The value of `Sec-WebSocket-Accept` (RFC 6455, section 4.2.2).
    var acceptance: String {
        let digest = Insecure.SHA1.hash(data: Data((key + Self.acceptanceSuffix).utf8))
        return Data(digest).base64EncodedString()
    }

    /// The elements of a header list, in lower case.
    private static func elements(_ values: [String]) -> [String] {
        HeaderList.elements(values).map { $0.lowercased() }
    }
}

extension Problem {
    /// The problem that answers a handshake of another version.
    fileprivate static let webSocketVersion = Problem(
        status: 426,
        code: "upgrade_required",
        title: "Upgrade required",
        detail: "This server speaks version 13 of WebSocket (RFC 6455): use a client that does."
    )
}
