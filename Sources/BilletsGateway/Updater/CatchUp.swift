import Billets
import NIOCore

/// What the client updater answers to a socket that asked for its place in the stream.
struct CatchUp: Sendable {
    /// The question that it answers; a socket that has asked anew since ignores it.
    let generation: UInt32

    /// The answer.
    let content: Content

    /// The answers there are.
    enum Content: Sendable {
        /// These frames, after which the client has seen everything up to `through`.
        case frames([ByteBuffer], through: Revision)

        /// The store cannot be asked now.
        case rejected(Rejection)

        /// The client read so slowly that what comes next is no longer kept.
        case overtaken
    }
}
