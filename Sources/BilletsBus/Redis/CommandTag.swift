/// What a command was for, and how large it was: travels through hiredis as the private data of the
/// command, so that nothing needs to be allocated for each.
struct CommandTag: Hashable {
    /// What a command is for.
    enum Purpose: UInt, CaseIterable {
        /// AUTH.
        case authenticate = 1

        /// CLIENT SETNAME; its answer does not matter.
        case name

        /// PING.
        case greet

        /// SUBSCRIBE, and all messages that come of it.
        case subscribe

        /// PUBLISH of an event.
        case event

        /// PUBLISH of a probe.
        case probe
    }

    /// What the command is for.
    let purpose: Purpose

    /// The bytes of the event that it carries.
    let bytes: UInt

    /// A tag.
    init(_ purpose: Purpose, bytes: Int = 0) {
        self.purpose = purpose
        self.bytes = UInt(clamping: bytes)
    }

    /// Reads a tag from its word; nil if it never was one.
    init?(word: UInt) {
        guard let purpose = Purpose(rawValue: word & 0b111) else { return nil }
        self.purpose = purpose
        bytes = word >> 3
    }

    /// The tag in one word, never zero.
    var word: UInt {
        bytes << 3 | purpose.rawValue
    }
}
