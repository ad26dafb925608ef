import Billets

/// The kinds of values that messages are made of.
extension KeyedDecodingContainer<JSONKey> {
    /// The members of the object under `key`.
    func object(_ key: JSONKey) throws -> KeyedDecodingContainer<JSONKey> {
        try nestedContainer(keyedBy: JSONKey.self, forKey: key)
    }

    /// The members of the object under `key`; nil where there is none, or `null`.
    func optionalObject(_ key: JSONKey) throws -> KeyedDecodingContainer<JSONKey>? {
        try isAbsent(key) ? nil : object(key)
    }

    /// The string under `key`.
    func text(_ key: JSONKey) throws -> String {
        try value(key, "a JSON string without broken escapes")
    }

    /// The string under `key`; nil where there is none, or `null`.
    func optionalText(_ key: JSONKey) throws -> String? {
        try isAbsent(key) ? nil : text(key)
    }

    /// The whole number under `key`.
    func wholeNumber(_ key: JSONKey) throws -> Int64 {
        try value(key, "a whole number of at most 64 bits")
    }

    /// The whole number under `key`, within `range`; nil where there is none, or `null`.
    func optionalWholeNumber(_ key: JSONKey, in range: ClosedRange<Int64>) throws -> Int64? {
        guard try !isAbsent(key) else { return nil }
        let number = try wholeNumber(key)
        guard range.contains(number) else {
            throw unfit(key, "a whole number, \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Whether `true` stands under `key`.
    func flag(_ key: JSONKey) throws -> Bool {
        try value(key, "true or false")
    }

    /// The UUID under `key`.
    func identifier<Subject>(_ key: JSONKey) throws -> Identifier<Subject> {
        let text = try text(key)
        guard let identifier = Identifier<Subject>(text) else {
            throw unfit(key, "a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057")
        }
        return identifier
    }

    /// The UUID under `key`; nil where there is none, or `null`.
    func optionalIdentifier<Subject>(_ key: JSONKey) throws -> Identifier<Subject>? {
        try isAbsent(key) ? nil : identifier(key)
    }

    /// The one of several words under `key`.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: JSONKey) throws -> Choice {
        let text = try text(key)
        guard let choice = Choice(rawValue: text) else {
            throw unfit(key, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// The one of several words under `key`; nil where there is none, or `null`.
    func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: JSONKey
    ) throws -> Choice? {
        try isAbsent(key) ? nil : choice(key)
    }

    /// The words in the list under `key`, in any order; one at least.
    func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ key: JSONKey
    ) throws -> Set<Choice> {
        let expected =
            "a list of one or more of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
        let names: [String] = try value(key, expected)
        let choices = names.compactMap(Choice.init(rawValue:))
        guard !choices.isEmpty, choices.count == names.count else { throw unfit(key, expected) }
        return Set(choices)
    }

    /// The moment under `key`.
    func timestamp(_ key: JSONKey) throws -> Timestamp {
        guard let time = Timestamp(rfc3339: try text(key)) else {
            throw unfit(key, "a time such as 2026-01-02T03:04:05.678Z")
        }
        return time
    }

    /// The revision under `key`, 0 or more.
    func revision(_ key: JSONKey) throws -> Revision {
        let number = try wholeNumber(key)
        guard number >= 0 else { throw unfit(key, "a whole number, 0 or more") }
        return Revision(number)
    }

    /// The place in the history that this object holds.
    func cursor() throws -> Cursor {
        Cursor(epoch: try identifier("epoch"), revision: try revision("revision"))
    }

    private func value<Value: Decodable>(_ key: JSONKey, _ expected: String) throws -> Value {
        do {
            return try decode(Value.self, forKey: key)
        } catch let error as DecodingError {
            throw error
        } catch {
            // Foundation lets errors of its parser escape here, and they name no field.
            throw unfit(key, expected)
        }
    }

    private func isAbsent(_ key: JSONKey) throws -> Bool {
        try !contains(key) || decodeNil(forKey: key)
    }

    private func unfit(_ key: JSONKey, _ expected: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: expected)
    }
}
