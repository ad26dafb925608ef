import BilletsDeflate
import Synchronization

/// For whom a gateway compresses: what nobody could read compressed, is not.
package final class CompressionDemand: Sendable {
    /// Whether clients that offer compression get it.
    let isOn: Bool

    private let sockets = Atomic(0)
    private let compressedSockets = Atomic(0)

    /// The demand for compression at a gateway that offers it, or does not.
    package init(_ compression: SocketCompression) {
        isOn = compression == .on
    }

    /// Whether anybody would read compressed frames.
    ///
    /// As long as nobody is here at all it is not known who comes, and the ring of the last events fills for everybody.
    var exists: Bool {
        isOn
            && (compressedSockets.load(ordering: .relaxed) > 0
                || sockets.load(ordering: .relaxed) == 0)
    }

    /// What large pieces of work are compressed with, such as a snapshot; nil if nobody would read them.
    func compressor(_ effort: Deflater.Effort) -> FrameCompressor? {
        exists ? FrameCompressor(effort) : nil
    }

    /// A socket opened, which reads this form.
    func arrived(_ form: FrameForm) {
        sockets.add(1, ordering: .relaxed)
        if form == .compressed { compressedSockets.add(1, ordering: .relaxed) }
    }

    /// A socket ended, which read this form.
    func departed(_ form: FrameForm) {
        sockets.subtract(1, ordering: .relaxed)
        if form == .compressed { compressedSockets.subtract(1, ordering: .relaxed) }
    }
}
