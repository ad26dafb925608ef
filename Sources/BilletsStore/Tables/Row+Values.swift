import Billets
import GRDB

/// The kinds of values that tables are made of; each throws `UnfitValue` for anything else.
extension Row {
    /// The number, text or bytes in a column.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ index: Int
    ) throws -> Value {
        try decode(Value.self, atIndex: index)
    }

    /// The UUID in a column.
    func identifier<Subject>(_ index: Int) throws -> Identifier<Subject> {
        let text: String = try value(index)
        guard let identifier = Identifier<Subject>(text) else {
            throw UnfitValue(column: index, text: text)
        }
        return identifier
    }

    /// The one of several words in a column.
    func choice<Choice: RawRepresentable<String>>(_ index: Int) throws -> Choice {
        let text: String = try value(index)
        guard let choice = Choice(rawValue: text) else {
            throw UnfitValue(column: index, text: text)
        }
        return choice
    }

    /// The one of several words in a column; nil if it is null.
    func optionalChoice<Choice: RawRepresentable<String>>(_ index: Int) throws -> Choice? {
        try hasNull(atIndex: index) ? nil : choice(index)
    }

    /// The moment in a column.
    func timestamp(_ index: Int) throws -> Timestamp {
        Timestamp(millisecondsSinceEpoch: try value(index))
    }

    /// The person whose id is in a column, and whose name is in the next one.
    func user(_ index: Int) throws -> User {
        User(id: try identifier(index), name: try value(index + 1))
    }

    /// The person in two columns; nil if they are null.
    func optionalUser(_ index: Int) throws -> User? {
        try hasNull(atIndex: index) ? nil : user(index)
    }
}

extension Timestamp {
    /// The moment as a column holds it.
    var stored: Int64 { millisecondsSinceEpoch }
}

extension Identifier {
    /// The id as a column holds it.
    var stored: String { description }
}
