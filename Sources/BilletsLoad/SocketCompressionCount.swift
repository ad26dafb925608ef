import Synchronization

/// What compression has spared a socket on which it was agreed.
public final class SocketCompressionCount: Sendable {
    private let messages = Atomic(0)
    private let wireBytes = Atomic(0)
    private let textBytes = Atomic(0)

    /// How many text messages came compressed.
    public var compressedMessages: Int { messages.load(ordering: .relaxed) }

    /// How many bytes all text messages had on their way, without the headers of their frames.
    public var bytesReceived: Int { wireBytes.load(ordering: .relaxed) }

    /// How many bytes they have as text.
    public var bytesInflated: Int { textBytes.load(ordering: .relaxed) }

    /// Notes a text message.
    func note(isCompressed: Bool, wireBytes: Int, textBytes: Int) {
        if isCompressed { messages.add(1, ordering: .relaxed) }
        self.wireBytes.add(wireBytes, ordering: .relaxed)
        self.textBytes.add(textBytes, ordering: .relaxed)
    }
}
