import CHiredis
import Glibc

/// A connection to Redis for one question after the other, each of which waits for its answer: for examinations, from
/// one thread that may block.
@safe final class RedisConversation {
    /// An answer of Redis.
    enum Answer: Hashable {
        /// A word, a text or a number.
        case text(String)

        /// Several of them; what is neither is left out.
        case list([String])

        /// A refusal, in Redis's own words.
        case refusal(String)
    }

    private let context: UnsafeMutablePointer<redisContext>

    /// Connects; that and each answer may take `patience`.
    ///
    /// - Throws: `unreachable`.
    init(to address: RedisAddress, patience: Duration) throws(RedisComplaint) {
        let (seconds, attoseconds) = patience.components
        let time = timeval(
            tv_sec: Int(seconds),
            tv_usec: Int(attoseconds / 1_000_000_000_000)
        )
        guard
            let context = unsafe redisConnectWithTimeout(address.host, Int32(address.port), time)
        else { throw .unreachable("out of memory") }
        guard unsafe context.pointee.err == 0 else {
            let reason = unsafe Self.reason(context)
            unsafe redisFree(context)
            throw .unreachable(reason)
        }
        // hiredis 0.14 does not: a child process would keep the connection open.
        _ = fcntl(unsafe context.pointee.fd, F_SETFD, FD_CLOEXEC)
        unsafe redisSetTimeout(context, time)
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe redisFree(context)
    }

    /// Asks, and waits for the answer.
    ///
    /// - Throws: `lost` if none comes.
    func ask(_ words: String...) throws(RedisComplaint) -> Answer {
        let command = RedisCommand(words.map { Array($0.utf8) })
        unsafe command.bytesAndNUL.withUnsafeBytes { bytes in
            _ = unsafe redisAppendFormattedCommand(
                context,
                bytes.assumingMemoryBound(to: CChar.self).baseAddress,
                bytes.count - 1
            )
        }
        return try next()
    }

    /// Waits for the next answer, or for a message to a subscriber.
    ///
    /// - Throws: `lost` if none comes.
    func next() throws(RedisComplaint) -> Answer {
        var reply: UnsafeMutableRawPointer?
        guard unsafe redisGetReply(context, &reply) == REDIS_OK, let reply = unsafe reply else {
            throw RedisComplaint(ending: unsafe Self.reason(context), wasConnected: true)
        }
        defer { unsafe freeReplyObject(reply) }
        return unsafe Self.answer(reply.assumingMemoryBound(to: redisReply.self).pointee)
    }

    /// What hiredis noted as the reason of a failure: C's array of characters, which comes as a tuple.
    private static func reason(_ context: UnsafeMutablePointer<redisContext>) -> String {
        unsafe withUnsafeBytes(of: context.pointee.errstr) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private static func answer(_ reply: redisReply) -> Answer {
        switch unsafe reply.type {
        case REDIS_REPLY_ERROR: unsafe .refusal(text(of: reply))
        case REDIS_REPLY_ARRAY:
            .list(
                unsafe UnsafeBufferPointer(start: reply.element, count: reply.elements)
                    .compactMap { unsafe $0.map { unsafe text(of: $0.pointee) } }
            )
        default: unsafe .text(text(of: reply))
        }
    }

    private static func text(of reply: redisReply) -> String {
        if unsafe reply.type == REDIS_REPLY_INTEGER { return unsafe String(reply.integer) }
        guard let start = unsafe reply.str else { return "" }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: start, count: reply.len),
            as: UTF8.self
        )
    }
}
