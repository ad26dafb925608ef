public import Billets
import FoundationEssentials

/// Where the next page of a list of tickets begins, as one opaque word.
public struct TicketCursor: Hashable, Sendable {
    /// The longest cursor, in bytes: Base64 of an epoch, the order and two numbers of 64 bits.
    static let bytesMaximum = 128

    /// The history that the list was read from.
    public let epoch: Epoch

    /// The order of the list, without which the place means nothing.
    public let order: TicketOrder

    /// Behind which ticket.
    public let place: TicketPlace

    /// The place right behind `place` in a list of this order, read from the history `epoch`.
    public init(epoch: Epoch, order: TicketOrder, place: TicketPlace) {
        self.epoch = epoch
        self.order = order
        self.place = place
    }

    /// Reads what `description` writes; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMaximum,
            let data = Data(
                base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/")
            ),
            let plain = String(data: data, encoding: .utf8)
        else { return nil }
        let fields = plain.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count == 4, let epoch = Epoch(String(fields[0])),
            let order = TicketOrder(parameter: String(fields[1])),
            let key = Int64(fields[2]), let number = Int64(fields[3])
        else { return nil }
        self.init(epoch: epoch, order: order, place: TicketPlace(key: key, number: number))
    }
}

extension TicketCursor: CustomStringConvertible {
    /// Letters, digits, `-`, `_` and `=`, which stand in a URL as they are (RFC 4648, section 5).
    public var description: String {
        Data("\(epoch) \(order.parameter) \(place.key) \(place.number)".utf8)
            .base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_")
    }
}

extension TicketOrder {
    /// The order as the parameter `sort` says it: the field, with `-` before it for the highest first.
    public var parameter: String {
        (isDescending ? "-" : "") + field.rawValue
    }

    /// Every order, as `sort` says it.
    public static let parameters = Field.allCases.flatMap { [$0.rawValue, "-" + $0.rawValue] }

    /// Reads what `parameter` says; nil for anything else.
    public init?(parameter: String) {
        let isDescending = parameter.hasPrefix("-")
        guard let field = Field(rawValue: String(parameter.dropFirst(isDescending ? 1 : 0))) else {
            return nil
        }
        self.init(field, isDescending: isDescending)
    }
}
