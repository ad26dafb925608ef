/// What is wrong with a message from the other end of the link.
struct MessageFault: Error, Hashable {
    /// A sentence that names the field.
    let sentence: String

    /// The fault that `sentence` describes.
    init(_ sentence: String) {
        self.sentence = sentence
    }
}

extension MessageFault: CustomStringConvertible {
    /// The sentence.
    var description: String { sentence }
}
