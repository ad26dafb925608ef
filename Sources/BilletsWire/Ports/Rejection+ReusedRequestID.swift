public import Billets

extension Rejection {
    /// The answer to a command whose request id its user gave to another command before.
    public static let reusedRequestID = Rejection(.invalidMessage, reusedRequestIDSentence)

    /// True if a store refused a command because its request id belongs to another one.
    public var isOfReusedRequestID: Bool {
        // The link between gateway and store carries code and sentence only.
        code == .invalidMessage && message == Self.reusedRequestIDSentence
    }

    private static let reusedRequestIDSentence =
        "This requestId was used for another command: send a new command under a new requestId."
}
