import BilletsDeflate
import NIOPosix

/// The streams with which sockets of this process compress and inflate: one for each thread, since no message needs
/// to know of another one.
enum ClientDeflate {
    // Invariant: a variable of each thread is seen by that thread alone.
    nonisolated(unsafe) private static let inflaters = ThreadSpecificVariable<Inflater>()

    // Invariant: as above.
    nonisolated(unsafe) private static let deflaters = ThreadSpecificVariable<Deflater>()

    /// This thread's inflater.
    static var inflater: Inflater {
        if let inflater = inflaters.currentValue { return inflater }
        let inflater = Inflater(messageBytesMaximum: WebSocketClient.frameBytesMaximum)
        inflaters.currentValue = inflater
        return inflater
    }

    /// This thread's deflater.
    static var deflater: Deflater {
        if let deflater = deflaters.currentValue { return deflater }
        let deflater = Deflater()
        deflaters.currentValue = deflater
        return deflater
    }
}
