/// What a mailbox delivers: what must arrive, and what may be replaced by something smaller when there is no
/// room.
protocol MailboxMail: Sendable {
    /// How many bytes it holds that may be dropped; 0 for what must arrive.
    var droppableBytes: Int { get }

    /// What is delivered in its place when there is no room for it: a note that something is missing.
    ///
    /// - Parameter last: what was posted right before.
    /// - Returns: the note, and whether it takes the place of `last`, which it repeats; nil if it cannot be
    ///   dropped.
    func note(after last: Self?) -> (Self, replacesLast: Bool)?
}
