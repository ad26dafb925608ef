/// A request's handler is about to read its body: a client that waits for `100 Continue` is to get it.
struct RequestBodyWanted: Sendable {}
