import Foundation
import Testing

/// What `les-billets load --json` printed.
struct LoadJSON {
    private let members: [String: Any]

    /// The exit status.
    let status: Int32

    /// Reads what a run printed.
    ///
    /// - Throws: if it is not one JSON object on one line.
    init(_ outcome: BuiltProgram.Outcome) throws {
        status = outcome.status
        #expect(outcome.complaintsOfLoad == [])
        #expect(outcome.output.split(separator: "\n").count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        members = try #require(object as? [String: Any])
    }

    /// The number at a path of keys; a name that is not there counts as a failure.
    func number(
        _ path: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Double {
        var value: Any = members
        for key in path {
            let object = try #require(value as? [String: Any], sourceLocation: sourceLocation)
            value = try #require(object[key], "\(key)", sourceLocation: sourceLocation)
        }
        let number = try #require(value as? NSNumber, sourceLocation: sourceLocation)
        return number.doubleValue
    }

    /// The member `key`, if it is there.
    func member(_ key: String) -> Any? { members[key] }

    /// The sentences.
    var notes: String { (members["notes"] as? [String])?.joined(separator: " ") ?? "" }

    /// Sees that every socket saw every one of so many changes, once and in order.
    func expectWhole(
        changes: Double,
        sockets: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try number("lost") == 0, sourceLocation: sourceLocation)
        #expect(try number("repeated") == 0, sourceLocation: sourceLocation)
        #expect(try number("outOfOrder") == 0, sourceLocation: sourceLocation)
        #expect(try number("connected") == sockets, sourceLocation: sourceLocation)
        #expect(try number("deliveries") == changes * sockets, sourceLocation: sourceLocation)
    }
}
