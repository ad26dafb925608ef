public import Billets
public import FoundationEssentials

/// Which of a run's commands a request id is that of: the slot that sent it, and how often the slot had sent before.
///
/// The last 48 bits of a UUID version 4 say so; the 74 random bits before them are those of one run.
public struct CommandNumber: Hashable, Sendable {
    /// The slot.
    public let slot: UInt16

    /// How many commands the slot had sent before.
    public let sequence: UInt32

    /// The command `sequence` of `slot`.
    public init(slot: UInt16, sequence: UInt32) {
        self.slot = slot
        self.sequence = sequence
    }

    /// Reads it from the 36 characters of a UUID that begin at `index`; nil if there is none.
    public init?(digitsOf bytes: Span<UInt8>, at index: Int) {
        guard let digits = ByteSearch.hexadecimal(in: bytes, at: index + 24, count: 12) else {
            return nil
        }
        slot = UInt16(truncatingIfNeeded: digits >> 32)
        sequence = UInt32(truncatingIfNeeded: digits)
    }

    /// Reads it from a request id of one of our commands.
    public init(_ requestID: RequestID) {
        let bytes = requestID.uuid.uuid
        slot = UInt16(bytes.10) << 8 | UInt16(bytes.11)
        sequence =
            UInt32(bytes.12) << 24 | UInt32(bytes.13) << 16 | UInt32(bytes.14) << 8
            | UInt32(bytes.15)
    }

    /// The request id of this command in the run that is known by `run`.
    public func requestID(ofRun run: UUID) -> RequestID {
        var bytes = run.uuid
        bytes.10 = UInt8(truncatingIfNeeded: slot >> 8)
        bytes.11 = UInt8(truncatingIfNeeded: slot)
        bytes.12 = UInt8(truncatingIfNeeded: sequence >> 24)
        bytes.13 = UInt8(truncatingIfNeeded: sequence >> 16)
        bytes.14 = UInt8(truncatingIfNeeded: sequence >> 8)
        bytes.15 = UInt8(truncatingIfNeeded: sequence)
        return RequestID(UUID(uuid: bytes))
    }
}
