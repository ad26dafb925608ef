/// The bounds and forms of an account's texts.
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

    /// The most API tokens that one list holds.
    public static let listedTokensMaximum = 10_000

    /// `text` in the form in which accounts are found: without the white space around it, in lower
    /// case, in form NFC.
    public static func canonicalEmail(_ text: String) -> String {
        verbatimEmail(text).formC
    }

    /// `text` in the form in which accounts were found before their addresses were normalised: without the white space
    /// around it, in lower case.
    public static func verbatimEmail(_ text: String) -> String {
        text.trimmed.lowercased()
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
            !email.unicodeScalars.contains(where: \.isInvisible)
        else {
            throw Rejection(
                .invalidMessage,
                """
                This is not an e-mail address: it has one @, with something before and behind it, no \
                spaces or invisible characters, and at most \(emailBytesMaximum) bytes.
                """
            )
        }
        return email
    }

    /// The name in form NFC, without the white space around it.
    ///
    /// - Throws: `invalidMessage` if nothing of it can be seen, if it is too long, or if it holds control characters,
    ///   invisible characters or characters that change the direction of text.
    public static func name(_ text: String) throws(Rejection) -> String {
        let name = text.trimmed.formC
        guard name.isVisible, name.unicodeScalars.count <= nameScalarsMaximum,
            name.unicodeScalars.allSatisfy(mayBeInName)
        else {
            throw Rejection(
                .invalidMessage,
                """
                A name has 1 to \(nameScalarsMaximum) characters, some of which can be seen, and no \
                control characters, invisible characters or characters that change the direction of \
                text among them.
                """
            )
        }
        return name
    }

    /// The password as it is hashed (`preparedPassword`).
    ///
    /// - Throws: `invalidMessage` if it is too short or too long.
    public static func password(_ text: String) throws(Rejection) -> String {
        let password = preparedPassword(text)
        guard password.count >= passwordCharactersMinimum else {
            throw Rejection(
                .invalidMessage,
                "The password is too short: take \(passwordCharactersMinimum) characters or more."
            )
        }
        guard password.utf8.count <= passwordBytesMaximum else {
            throw Rejection(
                .invalidMessage,
                "The password is too long: take at most \(passwordBytesMaximum) bytes."
            )
        }
        return password
    }

    /// The form in which passwords are hashed and compared, whatever keyboard they were typed on: the OpaqueString profile of
    /// RFC 8265, section 4.2, with every space as U+0020 and in form NFC.
    ///
    /// Control characters, which the profile forbids, stay: accounts may have them.
    public static func preparedPassword(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .spaceSeparator ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars)).formC
    }

    /// Spaces may be, and the invisible characters that spelling (joiners) and the choice of a glyph (variation selectors)
    /// need.
    private static func mayBeInName(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.generalCategory == .spaceSeparator || properties.isJoinControl
            || properties.isVariationSelector || !scalar.isInvisible
    }
}
