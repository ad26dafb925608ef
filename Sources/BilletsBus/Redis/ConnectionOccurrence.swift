/// What hiredis reported about a connection: its callbacks only write these down, and they are acted
/// upon when it has returned, so that nothing is ever freed under its feet.
enum ConnectionOccurrence: Hashable {
    /// TCP is connected.
    case connected

    /// The connection is closed and its context freed; why, and whether there had been one at all.
    case lost(String, wasConnected: Bool)

    /// A command was carried out; the text of its answer, empty if that is no text.
    case answered(CommandTag.Purpose, String)

    /// A command was refused; what Redis said, and the bytes of the event that it carried.
    case refused(CommandTag, String)

    /// Redis has published events; their number and bytes.
    case acknowledged(events: Int, bytes: Int)

    /// All channels are subscribed to.
    case subscribed

    /// A message came on the channel with this index.
    case message(channel: Int, payload: [UInt8])

    /// A message came that is larger than any that belongs there.
    case oversizedMessage
}
