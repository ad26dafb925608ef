import CHiredis
import Glibc

/// One connection to Redis, from its opening to its end: the only place that touches hiredis.
///
/// Used from one thread only. hiredis calls back only from within `read`, `write` and `close`; what it
/// says is written down, and taken by `takeOccurrences` afterwards.
@safe final class HiredisConnection {
    /// What it is registered as with the poller.
    let token: UInt64

    /// Whether there is something to be read, as far as hiredis knows.
    private(set) var wantsRead = false

    /// Whether there is something to be written, or a connection to be waited for.
    private(set) var wantsWrite = false

    private let poller: Poller
    private let incomingBytesMaximum: Int
    private let messageBytesMaximum: Int
    private var context: UnsafeMutablePointer<redisAsyncContext>?
    private let descriptor: Int32
    private var watched: (reads: Bool, writes: Bool)?
    private var isConnected = false
    private var occurrences: [ConnectionOccurrence] = []
    private var channels: [[UInt8]] = []
    private var channelsMissing = 0

    /// Looks up the host, which may block, and begins to connect.
    ///
    /// It is given up once more than `incomingBytesMaximum` lie in memory unparsed; of messages larger
    /// than `messageBytesMaximum` only their arrival is told.
    ///
    /// - Throws: `unreachable`.
    init(
        to address: RedisAddress,
        token: UInt64,
        poller: Poller,
        incomingBytesMaximum: Int,
        messageBytesMaximum: Int
    ) throws(RedisComplaint) {
        guard let context = unsafe redisAsyncConnect(address.host, Int32(address.port)) else {
            throw .unreachable("out of memory")
        }
        guard unsafe context.pointee.err == 0 else {
            let reason = unsafe String(cString: context.pointee.errstr)
            unsafe redisAsyncFree(context)
            throw .unreachable(reason)
        }
        self.token = token
        self.poller = poller
        self.incomingBytesMaximum = incomingBytesMaximum
        self.messageBytesMaximum = messageBytesMaximum
        unsafe self.context = unsafe context
        descriptor = unsafe context.pointee.c.fd
        // hiredis 0.14 does not: a child process would keep the connection open.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unsafe attach(to: context)
    }

    deinit {
        close()
    }

    /// What has happened since the last time, in order.
    func takeOccurrences() -> [ConnectionOccurrence] {
        defer { occurrences.removeAll() }
        return occurrences
    }

    /// Reads once, and parses what came.
    func read() {
        guard wantsRead, let context = unsafe context else { return }
        unsafe redisAsyncHandleRead(context)
        // hiredis may have freed the context in there.
        guard let context = unsafe self.context, let reader = unsafe context.pointee.c.reader
        else { return }
        if unsafe reader.pointee.len > incomingBytesMaximum {
            close()
            let reason = "a message of more than \(incomingBytesMaximum) bytes came"
            occurrences.append(.lost(reason, wasConnected: true))
        }
    }

    /// Writes everything that waits, with one system call, or finds out whether TCP is connected.
    func write() {
        guard wantsWrite, let context = unsafe context else { return }
        unsafe redisAsyncHandleWrite(context)
    }

    /// Tells the poller what to watch for; to be called before it waits, and not at each change, as
    /// most writes are done at once and never need to be waited for.
    func register() {
        guard unsafe context != nil else { return }
        guard let watched else {
            poller.add(descriptor, token: token, reads: wantsRead, writes: wantsWrite)
            watched = (wantsRead, wantsWrite)
            return
        }
        guard watched != (wantsRead, wantsWrite) else { return }
        poller.change(descriptor, token: token, reads: wantsRead, writes: wantsWrite)
        self.watched = (wantsRead, wantsWrite)
    }

    /// Puts `command` behind what waits to be written.
    func send(_ command: RedisCommand, _ tag: CommandTag) {
        guard let context = unsafe context else { return }
        let privateData = unsafe UnsafeMutableRawPointer(bitPattern: tag.word)
        unsafe command.bytesAndNUL.withUnsafeBytes { bytes in
            _ = unsafe redisAsyncFormattedCommand(
                context,
                Self.replied,
                privateData,
                bytes.assumingMemoryBound(to: CChar.self).baseAddress,
                bytes.count - 1
            )
        }
    }

    /// Subscribes to `channels`; messages are told apart by their index.
    func subscribe(to channels: [[UInt8]]) {
        self.channels = channels
        channelsMissing = channels.count
        send(RedisCommand([Array("SUBSCRIBE".utf8)] + channels), CommandTag(.subscribe))
    }

    /// Ends the connection; nothing more is heard of it.
    func close() {
        guard let context = unsafe context else { return }
        unsafe self.context = nil
        unsafe redisAsyncFree(context)
        occurrences.removeAll()
    }

    // MARK: What hiredis calls

    private func attach(to context: UnsafeMutablePointer<redisAsyncContext>) {
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe context.pointee.data = owner
        unsafe context.pointee.ev.data = owner
        unsafe context.pointee.ev.addRead = { unsafe HiredisConnection.at($0)?.want(read: true) }
        unsafe context.pointee.ev.delRead = { unsafe HiredisConnection.at($0)?.want(read: false) }
        unsafe context.pointee.ev.addWrite = { unsafe HiredisConnection.at($0)?.want(write: true) }
        unsafe context.pointee.ev.delWrite = { unsafe HiredisConnection.at($0)?.want(write: false) }
        unsafe context.pointee.ev.cleanup = { unsafe HiredisConnection.at($0)?.contextGoes() }
        // This asks for writability at once, which is how a connection shows.
        unsafe redisAsyncSetConnectCallback(context) { context, status in
            guard let context = unsafe context, status == REDIS_OK else { return }
            unsafe HiredisConnection.at(context.pointee.data)?.noteConnected()
        }
    }

    private func noteConnected() {
        isConnected = true
        occurrences.append(.connected)
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> HiredisConnection? {
        unsafe pointer.map {
            unsafe Unmanaged<HiredisConnection>.fromOpaque($0).takeUnretainedValue()
        }
    }

    private func want(read: Bool? = nil, write: Bool? = nil) {
        wantsRead = read ?? wantsRead
        wantsWrite = write ?? wantsWrite
    }

    /// hiredis is about to close the descriptor and to free the context, whoever wanted that.
    private func contextGoes() {
        if watched != nil { poller.remove(descriptor) }
        watched = nil
        wantsRead = false
        wantsWrite = false
        guard let context = unsafe context else { return }
        unsafe self.context = nil
        let reason = unsafe String(cString: context.pointee.errstr)
        occurrences.append(
            .lost(reason.isEmpty ? "it was closed" : reason, wasConnected: isConnected)
        )
    }

    private static let replied:
        @convention(c) @Sendable (
            UnsafeMutablePointer<redisAsyncContext>?, UnsafeMutableRawPointer?,
            UnsafeMutableRawPointer?
        ) -> Void = { context, reply, privateData in
            guard let context = unsafe context, let reply = unsafe reply,
                let connection = unsafe HiredisConnection.at(context.pointee.data),
                let tag = CommandTag(word: UInt(bitPattern: privateData))
            else { return }
            unsafe connection.note(reply.assumingMemoryBound(to: redisReply.self).pointee, to: tag)
        }

    private func note(_ reply: redisReply, to tag: CommandTag) {
        switch unsafe (reply.type, tag.purpose) {
        case (REDIS_REPLY_ERROR, _):
            occurrences.append(.refused(tag, unsafe Self.text(of: reply)))
        case (REDIS_REPLY_ARRAY, .subscribe):
            unsafe noteMessage(UnsafeBufferPointer(start: reply.element, count: reply.elements))
        case (REDIS_REPLY_INTEGER, .event):
            noteAcknowledgement(bytes: Int(clamping: tag.bytes))
        default:
            occurrences.append(.answered(tag.purpose, unsafe Self.text(of: reply)))
        }
    }

    /// Acknowledgements come by the hundred: one occurrence stands for all in a row.
    private func noteAcknowledgement(bytes: Int) {
        if case .acknowledged(let events, let already) = occurrences.last {
            occurrences[occurrences.count - 1] = .acknowledged(
                events: events + 1,
                bytes: already + bytes
            )
        } else {
            occurrences.append(.acknowledged(events: 1, bytes: bytes))
        }
    }

    private func noteMessage(_ parts: UnsafeBufferPointer<UnsafeMutablePointer<redisReply>?>) {
        guard parts.count == 3, let kind = unsafe Self.bytes(of: parts[0]),
            let name = unsafe Self.bytes(of: parts[1]),
            let channel = channels.firstIndex(where: { unsafe name.elementsEqual($0) })
        else { return }
        if unsafe kind.elementsEqual("message".utf8), let payload = unsafe Self.bytes(of: parts[2])
        {
            occurrences.append(
                payload.count > messageBytesMaximum
                    ? .oversizedMessage
                    : .message(channel: channel, payload: unsafe Array(payload))
            )
        } else if unsafe kind.elementsEqual("subscribe".utf8) {
            channelsMissing -= 1
            if channelsMissing == 0 { occurrences.append(.subscribed) }
        }
    }

    private static func bytes(
        of reply: UnsafeMutablePointer<redisReply>?
    ) -> UnsafeRawBufferPointer? {
        guard let reply = unsafe reply, unsafe reply.pointee.type == REDIS_REPLY_STRING
        else { return nil }
        return unsafe UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len)
    }

    private static func text(of reply: redisReply) -> String {
        guard let start = unsafe reply.str else { return "" }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: start, count: reply.len),
            as: UTF8.self
        )
    }
}
