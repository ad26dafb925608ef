import Billets

/// A socket's question for its place in the stream.
///
/// `Socket` is how its asker is found again; what decides on the answer never looks at it.
struct CatchUpRequest<Socket: Sendable>: Sendable {
    /// Who asks.
    let socket: Socket

    /// The number of the question, for its answer.
    let generation: UInt32

    /// What is asked for.
    let want: CatchUpWant
}
