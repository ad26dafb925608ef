import Billets

extension Rejection {
    /// What somebody is told whose JSON could not be read: which field, and what it should be.
    init(decoding error: any Error) {
        let message: String
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            message = "The field \(Self.path(context, key)) is missing."
        case .valueNotFound(let type, let context) where context.codingPath.isEmpty:
            message = "The message must be a JSON \(Self.name(of: type))."
        case .valueNotFound(_, let context):
            message = "The field \(Self.path(context)) must not be null."
        case .typeMismatch(let type, let context) where context.codingPath.isEmpty:
            message = "The message must be a JSON \(Self.name(of: type))."
        case .typeMismatch(let type, let context):
            message = "The field \(Self.path(context)) must be a JSON \(Self.name(of: type))."
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            message = "This is not JSON: send one JSON object, in UTF-8."
        case .dataCorrupted(let context):
            message = "The field \(Self.path(context)) must be \(context.debugDescription)."
        default:
            message = "The message cannot be read: send one JSON object, in UTF-8."
        }
        self.init(.invalidMessage, message, cause: String(describing: error))
    }

    private static func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil)
        -> String
    {
        (context.codingPath + (last.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
    }

    private static func name(of type: any Any.Type) -> String {
        if type is String.Type { return "string" }
        if type is any BinaryInteger.Type { return "whole number" }
        if type is Bool.Type { return "true or false" }
        return "object"
    }
}
