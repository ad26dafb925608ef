import Billets
import BilletsWire
import NIOCore

@testable import BilletsGateway

/// What a `CatchUpPlanner` wants done, in a form that can be compared: frames as the words that stand for them.
enum PlannedAction: Equatable {
    case frames(UInt32, [String], through: Int64)
    case rejected(UInt32, RejectionCode)
    case overtaken(UInt32)
    case loadPage(after: Int64)
    case loadSnapshot
    case hurry

    /// Reads `actions`: an `AllTickets` is "all 5", a `Resumed` "resumed 5 missed 2", an event its number.
    static func of(_ actions: [CatchUpPlanner<SocketReference>.Action]) throws -> [PlannedAction] {
        try actions.map { action in
            switch action {
            case .answer(let request, .frames(let frames, let through)):
                .frames(
                    request.generation,
                    try SentFrames.texts(in: frames).map(word),
                    through: through.number
                )
            case .answer(let request, .rejected(let rejection)):
                .rejected(request.generation, rejection.code)
            case .answer(let request, .overtaken): .overtaken(request.generation)
            case .loadPage(let revision): .loadPage(after: revision.number)
            case .loadSnapshot: .loadSnapshot
            case .hurry: .hurry
            }
        }
    }

    private static func word(_ text: String) throws -> String {
        guard text.hasPrefix("{") else { return text }
        return switch try ServerMessage(decoding: Array(text.utf8)) {
        case .allTickets(let cursor, _, _): "all \(cursor.revision)"
        case .resumed(let cursor, let missed): "resumed \(cursor.revision) missed \(missed)"
        case .welcome, .event, .accepted, .rejected, .draining: text
        }
    }
}
