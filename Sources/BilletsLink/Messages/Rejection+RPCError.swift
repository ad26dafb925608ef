import Billets
import GRPCCore
import SwiftProtobuf

/// The metadata key under which a call's status carries the rejection itself, serialized.
private let rejectionKey = "les-billets-rejection-bin"

extension RPCError {
    /// The status with which a call ends that was refused with `rejection`.
    ///
    /// Its ticket is left out, which does not fit into metadata: no call but a command answers with one.
    init(_ rejection: Rejection) {
        let code: RPCError.Code =
            switch rejection.code {
            case .invalidMessage, .unknownType, .tooLarge: .invalidArgument
            case .notFound: .notFound
            case .locked, .notLocked: .failedPrecondition
            case .versionConflict: .aborted
            case .rateLimited: .resourceExhausted
            case .forbidden: .permissionDenied
            case .unavailable: .unavailable
            }
        var metadata = Metadata()
        if let bytes: [UInt8] = try? rejection.message(with: nil).serializedBytes() {
            metadata.addBinary(bytes, forKey: rejectionKey)
        }
        self.init(code: code, message: rejection.message, metadata: metadata)
    }

    /// The rejection with which the store ended the call; nil if it was not the store that ended it.
    var rejection: Rejection? {
        for bytes in metadata[binaryValues: rejectionKey] {
            if let message = try? ProtoRejection(serializedBytes: bytes) {
                return try? Rejection(message)
            }
        }
        return nil
    }
}
