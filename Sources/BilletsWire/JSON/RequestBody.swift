import Billets
import FoundationEssentials

/// The object that the body of a request is.
struct RequestBody<Value>: Decodable {
    private static var reading: CodingUserInfoKey? { CodingUserInfoKey(rawValue: "reading") }

    private let value: Value

    /// What `read` makes of the members of the object that `bytes` are.
    ///
    /// - Throws: `invalidMessage` if they are none, or a member is missing or not of its kind.
    static func read(
        _ bytes: [UInt8],
        _ read: @escaping @Sendable (KeyedDecodingContainer<JSONKey>) throws -> Value
    ) throws(Rejection) -> Value {
        let decoder = JSONDecoder()
        if let reading { decoder.userInfo[reading] = read }
        do {
            return try decoder.decode(RequestBody.self, from: Data(bytes)).value
        } catch {
            throw Rejection(decoding: error)
        }
    }

    init(from decoder: any Decoder) throws {
        typealias Read = @Sendable (KeyedDecodingContainer<JSONKey>) throws -> Value
        guard let read = Self.reading.flatMap({ decoder.userInfo[$0] }) as? Read else {
            throw Rejection(.invalidMessage, "The body cannot be read here.")
        }
        value = try read(try decoder.container(keyedBy: JSONKey.self))
    }
}
