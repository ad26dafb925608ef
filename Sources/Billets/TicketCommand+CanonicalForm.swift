import FoundationEssentials

extension TicketCommand {
    /// The bytes of the command: those of two commands are equal exactly if both ask for the same.
    ///
    /// A byte for the kind, then each field in the order of its declaration. An id has 16 bytes and a
    /// number 8; a text follows its length in bytes of UTF-8; a byte before an optional says whether it
    /// has a value. White space around a title does not count, as in the ticket. The form must stay the
    /// same in later versions of the program, because a database keeps digests of it.
    public var canonicalForm: [UInt8] {
        var form = CanonicalForm()
        switch self {
        case .create(let draft):
            form.add(byte: 1)
            form.add(draft)
        case .lock(let id):
            form.add(byte: 2)
            form.add(id)
        case .update(let id, let version, let edit):
            form.add(byte: 3)
            form.add(id)
            form.add(version) { $0.add($1) }
            form.add(edit)
        case .unlock(let id):
            form.add(byte: 4)
            form.add(id)
        case .forceUnlock(let id):
            form.add(byte: 5)
            form.add(id)
        }
        return form.bytes
    }
}

/// A canonical form while it is being made.
private struct CanonicalForm {
    var bytes: [UInt8] = []

    mutating func add(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func add(_ draft: TicketDraft) {
        add(draft.id) { $0.add($1) }
        add(draft.title.trimmed)
        add(draft.description)
        add(draft.status.rawValue)
        add(draft.priority.rawValue)
        add(draft.assignee) { $0.add($1) }
    }

    mutating func add(_ edit: TicketEdit) {
        add(edit.title?.trimmed) { $0.add($1) }
        add(edit.description) { $0.add($1) }
        add(edit.status?.rawValue) { $0.add($1) }
        add(edit.priority?.rawValue) { $0.add($1) }
        switch edit.assignee {
        case .unchanged: add(byte: 0)
        case .nobody: add(byte: 1)
        case .user(let id):
            add(byte: 2)
            add(id)
        }
    }

    mutating func add<Subject>(_ id: Identifier<Subject>) {
        withUnsafeBytes(of: id.uuid.uuid) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add<Value>(
        _ value: Value?,
        _ addValue: (inout CanonicalForm, Value) -> Void
    ) {
        add(byte: value == nil ? 0 : 1)
        if let value { addValue(&self, value) }
    }
}
