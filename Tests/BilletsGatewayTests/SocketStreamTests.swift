import Billets
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("SocketStream")
struct SocketStreamTests {
    private func frames(_ texts: String...) -> [ByteBuffer] {
        texts.map { ByteBuffer(string: $0) }
    }

    /// A step as one text, to be compared.
    private func next(_ stream: inout SocketStream, passed: Int64) -> String {
        switch stream.next(passed: Revision(passed)) {
        case .rest: "rest"
        case .send(let bytes): "send " + String(buffer: bytes)
        case .ask(let revision): "ask \(revision)"
        }
    }

    private func offer(_ stream: inout SocketStream, _ revisions: ClosedRange<Int64>)
        -> SocketStream.Offer
    {
        stream.offer(
            first: Revision(revisions.lowerBound),
            last: Revision(revisions.upperBound)
        )
    }

    /// A stream that has been answered, and is live after `through`.
    private func live(through: Int64) -> SocketStream {
        var stream = SocketStream()
        stream.restart()
        stream.answered([], through: Revision(through))
        _ = stream.next(passed: Revision(through))
        return stream
    }

    @Test("Before the client asks, nothing is sent, whatever passes by")
    func silent() {
        var stream = SocketStream()
        #expect(offer(&stream, 1...5) == .skip)
        #expect(next(&stream, passed: 5) == "rest")
        #expect(stream.retry() == nil)
    }

    @Test("Between the question and its answer nothing is sent")
    func asking() {
        var stream = SocketStream()
        stream.restart()
        #expect(offer(&stream, 1...5) == .skip)
        #expect(next(&stream, passed: 5) == "rest")
    }

    @Test("When there was no room for changes, a live stream asks for them, and others do later")
    func missed() {
        var stream = live(through: 5)
        let known = stream.missed(through: Revision(5))
        #expect(known == nil)
        let after = stream.missed(through: Revision(9))
        #expect(after == Revision(5))
        // It has asked: what passes by now is a part of the answer.
        #expect(offer(&stream, 10...10) == .skip)
        stream.answered(frames("6 to 10"), through: Revision(10))
        #expect(next(&stream, passed: 10) == "send 6 to 10")
        #expect(next(&stream, passed: 10) == "rest")
        #expect(offer(&stream, 11...11) == .send(after: Revision(10)))

        var silent = SocketStream()
        let nothing = silent.missed(through: Revision(9))
        #expect(nothing == nil)
        silent.restart()
        let notYet = silent.missed(through: Revision(9))
        #expect(notYet == nil)
        // What it missed meanwhile it asks for as soon as it has sent its answer.
        silent.answered([], through: Revision(7))
        #expect(next(&silent, passed: 9) == "ask 7")
    }

    @Test("The frames of an answer are sent one after the other; then the stream is live")
    func answered() {
        var stream = SocketStream()
        stream.restart()
        stream.answered(frames("a", "b"), through: Revision(5))
        #expect(next(&stream, passed: 5) == "send a")
        #expect(offer(&stream, 6...6) == .skip)
        #expect(next(&stream, passed: 5) == "send b")
        #expect(next(&stream, passed: 5) == "rest")
        #expect(offer(&stream, 6...7) == .send(after: Revision(5)))
        #expect(offer(&stream, 8...8) == .send(after: Revision(7)))
    }

    @Test("What passed by while an answer was sent is asked for, until the client has caught up")
    func catchesUp() {
        var stream = SocketStream()
        stream.restart()
        stream.answered(frames("a"), through: Revision(5))
        #expect(next(&stream, passed: 9) == "send a")
        #expect(next(&stream, passed: 9) == "ask 5")
        #expect(offer(&stream, 10...10) == .skip)
        stream.answered(frames("b"), through: Revision(9))
        #expect(next(&stream, passed: 10) == "send b")
        #expect(next(&stream, passed: 10) == "ask 9")
        stream.answered(frames("c"), through: Revision(10))
        #expect(next(&stream, passed: 10) == "send c")
        #expect(next(&stream, passed: 10) == "rest")
        #expect(offer(&stream, 11...11) == .send(after: Revision(10)))
    }

    @Test("An answer that is ahead of what passed by holds back what it has told already")
    func answerAhead() {
        var stream = SocketStream()
        stream.restart()
        stream.answered(frames("a"), through: Revision(8))
        #expect(next(&stream, passed: 5) == "send a")
        #expect(next(&stream, passed: 5) == "rest")
        #expect(offer(&stream, 6...7) == .skip)
        #expect(offer(&stream, 8...8) == .skip)
        #expect(offer(&stream, 8...10) == .send(after: Revision(8)))
        #expect(offer(&stream, 11...11) == .send(after: Revision(10)))
    }

    @Test("A live stream that misses something asks for it, and sends nothing until it has it")
    func gap() {
        var stream = live(through: 5)
        #expect(offer(&stream, 7...8) == .ask(after: Revision(5)))
        #expect(offer(&stream, 9...9) == .skip)
        stream.answered(frames("x"), through: Revision(9))
        #expect(next(&stream, passed: 9) == "send x")
        #expect(next(&stream, passed: 9) == "rest")
        #expect(offer(&stream, 10...10) == .send(after: Revision(9)))
    }

    @Test("Each question has a number of its own, so that late answers are known")
    func generations() {
        var stream = SocketStream()
        var numbers = [stream.generation]
        stream.restart()
        numbers.append(stream.generation)
        stream.restart()
        numbers.append(stream.generation)
        stream.answered([], through: Revision(1))
        _ = next(&stream, passed: 2)
        numbers.append(stream.generation)
        #expect(Set(numbers).count == numbers.count)
    }

    @Test("A first question that fails leaves the socket silent")
    func firstQuestionFails() {
        var stream = SocketStream()
        stream.restart()
        stream.questionFailed()
        #expect(stream.retry() == nil)
        #expect(offer(&stream, 1...1) == .skip)
    }

    @Test("A live stream whose next question fails goes on from where it was, when asked again")
    func laterQuestionFails() {
        var stream = live(through: 5)
        stream.restart()
        stream.questionFailed()
        #expect(offer(&stream, 6...6) == .skip)
        #expect(stream.retry() == Revision(5))
        #expect(stream.retry() == nil)
        stream.questionFailed()
        #expect(stream.retry() == Revision(5))
        stream.answered(frames("x"), through: Revision(6))
        #expect(next(&stream, passed: 6) == "send x")
        #expect(next(&stream, passed: 6) == "rest")
        #expect(offer(&stream, 7...7) == .send(after: Revision(6)))
    }

    @Test(
        "A client that asks anew, while it waits for a question that is tried again, keeps its place"
    )
    func asksAnewWhileStalled() {
        var stream = live(through: 5)
        stream.restart()
        stream.questionFailed()
        stream.restart()
        stream.questionFailed()
        #expect(stream.retry() == Revision(5))
    }

    @Test("Who asks anew in the middle of an answer, in vain, is silent: half a board is no place")
    func failsWhileDraining() {
        var stream = SocketStream()
        stream.restart()
        stream.answered(frames("a", "b"), through: Revision(5))
        _ = next(&stream, passed: 5)
        stream.restart()
        stream.questionFailed()
        #expect(stream.retry() == nil)
    }

    @Test("Who asks anew in vain when the whole answer has been sent keeps their place")
    func failsAfterLastFrame() {
        var stream = SocketStream()
        stream.restart()
        stream.answered(frames("a"), through: Revision(5))
        _ = next(&stream, passed: 5)
        stream.restart()
        stream.questionFailed()
        #expect(stream.retry() == Revision(5))
    }

    @Test("A failure that nobody waits for changes nothing")
    func unaskedFailure() {
        var stream = live(through: 5)
        stream.questionFailed()
        #expect(offer(&stream, 6...6) == .send(after: Revision(5)))
    }
}
