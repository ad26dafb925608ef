import Billets

/// The e-mail address of an account on the command line.
enum EmailArgument {
    /// Reads an address.
    ///
    /// - Throws: a `Complaint` if it is none. Addresses are repeated in messages: what may be a password, or a URL with
    ///   one, must not pass for an address.
    static func parse(_ text: String) throws -> String {
        guard (try? AccountLimits.email(text)) != nil, !text.contains(where: { ":/".contains($0) })
        else { throw Complaint("write an e-mail address, such as ada@example.com") }
        return text
    }
}
