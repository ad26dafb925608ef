/// How a process writes its log.
enum LogFormat: String, CaseIterable, Hashable, Sendable {
    /// Lines for people.
    case text

    /// Lines of JSON, for programs.
    case json
}

extension LogFormat: OptionValue {
    /// Reads a format's name.
    init(parsing text: String) throws {
        guard let format = Self(rawValue: text.lowercased()) else {
            throw Complaint("write text or json")
        }
        self = format
    }
}
