/// How much a ticket may hold.
public enum TicketLimits {
    /// The longest title, in Unicode scalars, after trimming.
    public static let titleScalarsMaximum = 200

    /// The longest description, in bytes of UTF-8.
    public static let descriptionBytesMaximum = 16_384

    /// The title without the white space around it.
    ///
    /// - Throws: `invalidMessage` if nothing that can be seen is left or a NUL stands in it, `tooLarge` if
    ///   too much is left.
    public static func title(_ text: String) throws(Rejection) -> String {
        let trimmed = text.trimmed
        guard trimmed.isVisible else {
            throw Rejection(
                .invalidMessage,
                "A ticket needs a title that can be seen: say in a few words what it is."
            )
        }
        try refuseNUL(in: trimmed, field: "title")
        guard trimmed.unicodeScalars.count <= titleScalarsMaximum else {
            throw Rejection(
                .tooLarge,
                """
                The title is longer than \(titleScalarsMaximum) characters: shorten it, and put the \
                rest into the description.
                """
            )
        }
        return trimmed
    }

    /// The description as it is.
    ///
    /// - Throws: `tooLarge` if it is too long, `invalidMessage` if a NUL stands in it.
    public static func description(_ text: String) throws(Rejection) -> String {
        try refuseNUL(in: text, field: "description")
        guard text.utf8.count <= descriptionBytesMaximum else {
            throw Rejection(
                .tooLarge,
                "The description is longer than \(descriptionBytesMaximum) bytes: shorten it."
            )
        }
        return text
    }

    /// SQLite's text functions stop at a NUL, and no screen shows one.
    private static func refuseNUL(in text: String, field: String) throws(Rejection) {
        guard !text.utf8.contains(0) else {
            throw Rejection(
                .invalidMessage,
                "The \(field) holds a NUL character, which no text may: leave it out."
            )
        }
    }
}
