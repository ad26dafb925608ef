package import Billets
package import NIOCore

/// What the client updater answers to a socket that asked for its place in the stream.
package struct CatchUp: Sendable {
    /// The question that it answers; a socket that has asked anew since ignores it.
    package let generation: UInt32

    /// The answer.
    package let content: Content

    /// An answer to the question `generation`.
    package init(generation: UInt32, content: Content) {
        self.generation = generation
        self.content = content
    }

    /// The answers there are.
    package enum Content: Sendable {
        /// These frames, after which the client has seen everything up to `through`.
        case frames([ByteBuffer], through: Revision)

        /// The store cannot be asked now.
        case rejected(Rejection)

        /// The client read so slowly that what comes next is no longer kept.
        case overtaken
    }
}
