import NIOHTTP1
import Testing

@testable import BilletsGateway

@Suite("RequestProgress")
struct RequestProgressTests {
    private static let limits = {
        var limits = ConnectionLimits()
        limits.headSecondsMaximum = 10
        limits.bodySecondsMaximum = 30
        limits.idleSecondsMaximum = 60
        limits.unreadSecondsMaximum = 20
        limits.lingerSecondsMaximum = 2
        limits.bodyBytesMaximum = 100
        limits.urlBytesMaximum = 50
        return limits
    }()

    private static let waiting: HTTPHeaders = ["Content-Length": "10", "Expect": "100-continue"]

    private var progress = RequestProgress(limits: Self.limits, at: 0)

    private func head(_ fields: HTTPHeaders = [:]) -> HTTPRequestHead {
        var fields = fields
        fields.add(name: "Host", value: "a")
        return HTTPRequestHead(version: .http1_1, method: .POST, uri: "/", headers: fields)
    }

    /// A whole request, whose answer is owed.
    private mutating func request(_ fields: HTTPHeaders = [:], at second: Int = 0) {
        #expect(progress.received(20, lineBytes: 10, at: second) == .proceed)
        #expect(progress.received(head(fields), at: second) == .proceed)
        #expect(progress.receivedEnd(at: second) == .proceed)
    }

    @Test("A connection that says nothing is dropped when its first head had time enough")
    mutating func silent() {
        #expect(progress.tick(at: 10) == .proceed)
        #expect(progress.tick(at: 11) == .drop)
    }

    @Test("A head that comes byte by byte is told that it took too long, and then dropped")
    mutating func slowHead() {
        for second in 0...10 {
            #expect(progress.received(1, lineBytes: nil, at: second) == .proceed)
            #expect(progress.tick(at: second) == .proceed)
        }
        #expect(progress.tick(at: 11) == .refuse(.tooSlow))
        #expect(!progress.takesAnswers)
        #expect(progress.received(1, lineBytes: nil, at: 11) == .discard)
        #expect(progress.tick(at: 13) == .proceed)
        #expect(progress.tick(at: 14) == .drop)
    }

    @Test("The time of a later head begins with its first byte, and idling has a time of its own")
    mutating func laterHead() {
        request()
        progress.answerBegan()
        #expect(progress.answerEnded(at: 5) == .proceed)
        #expect(progress.tick(at: 65) == .proceed)
        #expect(progress.received(1, lineBytes: nil, at: 65) == .proceed)
        #expect(progress.tick(at: 75) == .proceed)
        #expect(progress.tick(at: 76) == .refuse(.tooSlow))
    }

    @Test("A connection that idles too long is dropped without a word")
    mutating func idle() {
        request()
        progress.answerBegan()
        #expect(progress.answerEnded(at: 5) == .proceed)
        #expect(progress.tick(at: 66) == .drop)
    }

    @Test("Who waits for an answer may wait for ever, with half of the next request sent")
    mutating func patience() {
        request()
        #expect(progress.received(1, lineBytes: nil, at: 1) == .proceed)
        #expect(progress.tick(at: 10_000) == .proceed)
        progress.answerBegan()
        #expect(progress.answerEnded(at: 10_000) == .proceed)
        #expect(progress.tick(at: 10_010) == .proceed)
        #expect(progress.tick(at: 10_011) == .refuse(.tooSlow))
    }

    @Test("A body has its time, however steadily it comes")
    mutating func slowBody() {
        #expect(progress.received(head(), at: 3) == .proceed)
        for second in 3...33 {
            #expect(progress.receivedBody(1, at: second) == .proceed)
            #expect(progress.tick(at: second) == .proceed)
        }
        #expect(progress.tick(at: 34) == .refuse(.tooSlow))
    }

    @Test("A body over its limit is refused, and nothing that comes later is taken")
    mutating func largeBody() {
        #expect(progress.received(head(), at: 0) == .proceed)
        #expect(progress.receivedBody(100, at: 0) == .proceed)
        #expect(progress.receivedBody(1, at: 0) == .refuse(.bodyTooLarge))
        #expect(progress.receivedBody(1, at: 0) == .discard)
        #expect(progress.receivedEnd(at: 0) == .discard)
        #expect(progress.answerEnded(at: 0) == .discard)
    }

    @Test("A request that was answered early gets no second answer: the connection ends")
    mutating func answeredEarly() {
        #expect(progress.received(head(), at: 0) == .proceed)
        progress.answerBegan()
        #expect(progress.answerEnded(at: 0) == .proceed)
        #expect(progress.receivedBody(101, at: 0) == .finish)
    }

    @Test("An answer that has begun is not followed by another: the connection is cut")
    mutating func answering() {
        #expect(progress.received(head(), at: 0) == .proceed)
        progress.answerBegan()
        #expect(progress.receivedBody(101, at: 0) == .drop)
    }

    @Test("A bad request behind good ones is answered after them")
    mutating func order() {
        request()
        request()
        #expect(progress.failed(isOverflow: false, at: 1) == .abandon)
        #expect(progress.takesAnswers)
        progress.answerBegan()
        #expect(!progress.isLastAnswer)
        #expect(progress.answerEnded(at: 1) == .proceed)
        progress.answerBegan()
        #expect(!progress.isLastAnswer)
        #expect(progress.answerEnded(at: 1) == .refuse(.malformed))
    }

    @Test("A large body behind another request is refused when its turn comes")
    mutating func orderOfBodies() {
        request()
        #expect(progress.received(head(), at: 1) == .proceed)
        #expect(progress.receivedBody(101, at: 1) == .abandon)
        progress.answerBegan()
        #expect(progress.answerEnded(at: 1) == .refuse(.bodyTooLarge))
    }

    @Test(
        "A head that overflows in its first line has a long address, and otherwise much in its fields"
    )
    mutating func overflow() {
        #expect(progress.received(83, lineBytes: nil, at: 0) == .proceed)
        var other = progress
        #expect(other.received(900, lineBytes: nil, at: 0) == .proceed)
        #expect(other.failed(isOverflow: true, at: 0) == .refuse(.urlTooLong))
        var third = RequestProgress(limits: Self.limits, at: 0)
        #expect(third.received(1000, lineBytes: 82, at: 0) == .proceed)
        #expect(third.failed(isOverflow: true, at: 0) == .refuse(.headTooLarge))
    }

    @Test("A request that wishes to be the last one is, and its answer says so")
    mutating func last() {
        request(["Connection": "close"])
        #expect(progress.received(100, lineBytes: nil, at: 0) == .discard)
        #expect(progress.failed(isOverflow: false, at: 0) == .discard)
        progress.answerBegan()
        #expect(progress.isLastAnswer)
        #expect(progress.answerEnded(at: 0) == .finish)
        #expect(progress.inputClosed() == .drop)
    }

    @Test("What comes behind a wish for an upgrade is bounded")
    mutating func upgrade() {
        request(["Upgrade": "websocket", "Connection": "Upgrade"])
        let maximum = RequestProgress.bytesBehindUpgradeMaximum
        #expect(progress.received(maximum, lineBytes: nil, at: 0) == .proceed)
        #expect(progress.received(1, lineBytes: nil, at: 0) == .drop)
    }

    @Test("Behind a declined upgrade the next request has its own time, and its own size")
    mutating func declined() {
        request(["Upgrade": "h2c", "Connection": "Upgrade"])
        #expect(progress.received(83, lineBytes: nil, at: 5) == .proceed)
        progress.upgradeDeclined(at: 5)
        progress.answerBegan()
        #expect(!progress.isLastAnswer)
        #expect(progress.answerEnded(at: 5) == .proceed)
        #expect(progress.tick(at: 15) == .proceed)
        var other = progress
        #expect(progress.tick(at: 16) == .refuse(.tooSlow))
        #expect(other.failed(isOverflow: true, at: 6) == .refuse(.urlTooLong))
    }

    @Test("A client that waits to be told to go on is told once, when its body is wanted")
    mutating func expectation() {
        #expect(progress.wantsBody(at: 0) == false)
        #expect(progress.received(head(Self.waiting), at: 0) == .proceed)
        #expect(progress.wantsBody(at: 20) == true)
        #expect(progress.wantsBody(at: 20) == false)
        #expect(progress.tick(at: 50) == .proceed)
        #expect(progress.receivedBody(10, at: 50) == .proceed)
        #expect(progress.receivedEnd(at: 50) == .proceed)
        progress.answerBegan()
        #expect(!progress.isLastAnswer)
    }

    @Test("Who has begun to send, is answered already, or speaks HTTP/1.0, is told nothing")
    mutating func noExpectation() {
        var sending = progress
        #expect(sending.received(head(Self.waiting), at: 0) == .proceed)
        #expect(sending.receivedBody(1, at: 0) == .proceed)
        #expect(sending.wantsBody(at: 0) == false)
        var old = progress
        var head = head(Self.waiting)
        head.version = .http1_0
        #expect(old.received(head, at: 0) == .proceed)
        #expect(old.wantsBody(at: 0) == false)
        var bodyless = progress
        #expect(bodyless.received(self.head(["Expect": "100-continue"]), at: 0) == .proceed)
        #expect(bodyless.wantsBody(at: 0) == false)
    }

    @Test("An answer before a body that was kept back is the last one")
    mutating func refusedExpectation() {
        #expect(progress.received(head(Self.waiting), at: 0) == .proceed)
        progress.answerBegan()
        #expect(progress.isLastAnswer)
        #expect(progress.receivedBody(1, at: 0) == .discard)
        #expect(progress.answerEnded(at: 0) == .finish)
    }

    @Test("In HTTP/1.0 the connection ends with an answer that does not say how long it is")
    mutating func endless() {
        var head = head(["Connection": "keep-alive"])
        head.version = .http1_0
        for isDelimited in [true, false] {
            #expect(progress.received(head, at: 0) == .proceed)
            #expect(progress.receivedEnd(at: 0) == .proceed)
            #expect(progress.answerVersion == .http1_0)
            progress.answerBegan(isDelimited: isDelimited)
            #expect(progress.isLastAnswer == !isDelimited)
            #expect(progress.answerEnded(at: 0) == (isDelimited ? .proceed : .finish))
        }
    }

    @Test(
        "A client that closes its side still gets what is owed, and nothing is waited for if nothing is"
    )
    mutating func halfClosed() {
        var other = progress
        #expect(other.inputClosed() == .drop)
        request()
        #expect(progress.inputClosed() == .proceed)
        progress.answerBegan()
        #expect(progress.answerEnded(at: 0) == .finish)
    }

    @Test("A gateway that is about to stop answers what it owes, and nothing else")
    mutating func leaving() {
        var other = progress
        #expect(other.leave(at: 0) == .drop)
        request()
        #expect(progress.leave(at: 0) == .proceed)
        progress.answerBegan()
        #expect(progress.isLastAnswer)
        #expect(progress.answerEnded(at: 0) == .finish)
    }

    @Test("A client that leaves its answer unread is dropped; one that reads a little is not")
    mutating func unread() {
        request()
        progress.answerBegan()
        progress.clientReads(false, at: 10)
        #expect(progress.tick(at: 30) == .proceed)
        progress.clientReads(true, at: 30)
        progress.clientReads(false, at: 31)
        #expect(progress.tick(at: 51) == .proceed)
        #expect(progress.tick(at: 52) == .drop)
    }
}
