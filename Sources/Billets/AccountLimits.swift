/// What an account's texts may be.
public enum AccountLimits {
    /// The longest e-mail address, in bytes of UTF-8 (RFC 5321, section 4.5.3.1.3, less the brackets).
    public static let emailBytesMaximum = 254

    /// The longest name, in Unicode scalars.
    public static let nameScalarsMaximum = 100

    /// The shortest password, in characters.
    public static let passwordCharactersMinimum = 8

    /// The longest password, in bytes of UTF-8.
    public static let passwordBytesMaximum = 1024

    /// How many API tokens one account may have.
    public static let tokensMaximum = 100

    /// `text` in the form in which accounts are found: without the white space around it, in lower
    /// case.
    public static func canonicalEmail(_ text: String) -> String {
        trimmed(text).lowercased()
    }

    /// The address in its canonical form.
    ///
    /// It is only looked at for what nobody can log in with: whether mail gets there is not our trade.
    ///
    /// - Throws: `invalidMessage` if it is no address.
    public static func email(_ text: String) throws(Rejection) -> String {
        let email = canonicalEmail(text)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            email.utf8.count <= emailBytesMaximum,
            !email.unicodeScalars.contains(where: { $0.properties.isWhitespace || isControl($0) })
        else {
            throw Rejection(
                .invalidMessage,
                """
                This is not an e-mail address: it has one @, with something before and behind it, no \
                spaces, and at most \(emailBytesMaximum) bytes.
                """
            )
        }
        return email
    }

    /// The name without the white space around it.
    ///
    /// - Throws: `invalidMessage` if nothing is left, too much, or what no screen can show.
    public static func name(_ text: String) throws(Rejection) -> String {
        let name = trimmed(text)
        guard !name.isEmpty, name.unicodeScalars.count <= nameScalarsMaximum,
            !name.unicodeScalars.contains(where: isControl)
        else {
            throw Rejection(
                .invalidMessage,
                """
                A name has 1 to \(nameScalarsMaximum) characters, and no control characters among \
                them.
                """
            )
        }
        return name
    }

    /// The password as it is.
    ///
    /// - Throws: `invalidMessage` if it is too short or too long.
    public static func password(_ text: String) throws(Rejection) -> String {
        guard text.count >= passwordCharactersMinimum else {
            throw Rejection(
                .invalidMessage,
                "The password is too short: take \(passwordCharactersMinimum) characters or more."
            )
        }
        guard text.utf8.count <= passwordBytesMaximum else {
            throw Rejection(
                .invalidMessage,
                "The password is too long: take at most \(passwordBytesMaximum) bytes."
            )
        }
        return text
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }
}
