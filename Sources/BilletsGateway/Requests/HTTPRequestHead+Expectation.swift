import NIOHTTP1

extension HTTPRequestHead {
    /// True if the client waits for `100 Continue` before it sends the body (RFC 9110, section 10.1.1); nobody does in
    /// HTTP/1.0, or without a body.
    var awaitsContinue: Bool {
        let expectations = headers["expect"]
        guard !expectations.isEmpty, version != .http1_0 else { return false }
        let hasBody =
            headers.contains(name: "transfer-encoding")
            || headers["content-length"].contains { Int($0) != 0 }
        return hasBody
            && HeaderList.elements(expectations).contains { $0.lowercased() == "100-continue" }
    }
}
