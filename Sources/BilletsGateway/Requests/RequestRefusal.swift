import BilletsWire

/// Why a request is refused before anybody has looked at what it asks for.
enum RequestRefusal: CaseIterable, Hashable, Sendable {
    /// It is no HTTP/1.1, or could mean different things to different readers.
    case malformed

    /// Its method makes a tunnel.
    case methodNotAllowed

    /// Its address is too long.
    case urlTooLong

    /// Its header fields are too many, or hold too much.
    case headTooLarge

    /// Its body is too large.
    case bodyTooLarge

    /// It came too slowly.
    case tooSlow

    /// What its sender is told; the connection ends with it.
    var problem: Problem {
        let (status, code, title, detail) =
            switch self {
            case .malformed:
                (
                    400, "invalid_message", "Invalid request",
                    "This is no request of HTTP/1.1: check its form."
                )
            case .methodNotAllowed:
                (
                    405, "method_not_allowed", "Method not allowed",
                    "No address here takes this method."
                )
            case .urlTooLong:
                (
                    414, "too_large", "Address too long",
                    "The address is too long: shorten its query."
                )
            case .headTooLarge:
                (
                    431, "too_large", "Header fields too large",
                    "There are too many header fields, or they are too long: send fewer."
                )
            case .bodyTooLarge:
                (413, "too_large", "Too large", "The body is too large: send less.")
            case .tooSlow:
                (
                    408, "timeout", "Request timeout",
                    "The request did not come in time: send it again."
                )
            }
        return Problem(status: status, code: code, title: title, detail: detail)
    }
}
