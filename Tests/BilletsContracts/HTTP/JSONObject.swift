public import BilletsLoad
import Foundation
public import Testing

/// A JSON object of an answer, as a client without any of our code reads it.
public struct JSONObject {
    private let members: [String: Any]

    init(_ value: Any?) throws {
        members = try #require(value as? [String: Any], "an object")
    }

    /// The text under `key`.
    public func text(_ key: String) throws -> String {
        try #require(members[key] as? String, "a text under \(key) in \(members)")
    }

    /// The whole number under `key`.
    public func number(_ key: String) throws -> Int {
        try #require(members[key] as? Int, "a number under \(key) in \(members)")
    }

    /// Whether `true` stands under `key`.
    public func flag(_ key: String) throws -> Bool {
        try #require(members[key] as? Bool, "true or false under \(key) in \(members)")
    }

    /// The object under `key`.
    public func object(_ key: String) throws -> JSONObject {
        try JSONObject(members[key])
    }

    /// The objects in the array under `key`.
    public func objects(_ key: String) throws -> [JSONObject] {
        try #require(members[key] as? [Any], "an array under \(key) in \(members)")
            .map { try JSONObject($0) }
    }

    /// Whether `null` stands under `key`: it is there, and has no value.
    public func isNull(_ key: String) -> Bool {
        members[key] is NSNull
    }

    /// The names of the members.
    public var keys: Set<String> {
        Set(members.keys)
    }
}

extension SessionClient.Answer {
    /// The object in the body.
    public func json() throws -> JSONObject {
        try JSONObject(JSONSerialization.jsonObject(with: Data(body.utf8)))
    }

    /// Expects a problem document of this status and code.
    ///
    /// - Returns: the document.
    @discardableResult
    public func expectProblem(
        _ status: Int,
        _ code: String,
        _ about: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSONObject {
        #expect(self.status == status, "\(about): \(body)", sourceLocation: sourceLocation)
        let type = headers["content-type"]
        #expect(type == "application/problem+json", "\(about)", sourceLocation: sourceLocation)
        let problem = try json()
        #expect(try problem.text("code") == code, "\(about)", sourceLocation: sourceLocation)
        #expect(try problem.number("status") == status, sourceLocation: sourceLocation)
        #expect(try !problem.text("detail").isEmpty, sourceLocation: sourceLocation)
        return problem
    }
}
