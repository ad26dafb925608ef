/// A socket's question for its place in the stream.
///
/// `Socket` is how its asker is found again; what decides on the answer never looks at it.
package struct CatchUpRequest<Socket: Sendable>: Sendable {
    /// Who asks.
    package let socket: Socket

    /// The number of the question, for its answer.
    package let generation: UInt32

    /// What is asked for.
    package let want: CatchUpWant

    /// In which form the answer is sent.
    package let form: FrameForm

    /// The question number `generation` of `socket`.
    package init(
        socket: Socket,
        generation: UInt32,
        want: CatchUpWant,
        form: FrameForm = .plain
    ) {
        self.socket = socket
        self.generation = generation
        self.want = want
        self.form = form
    }
}
