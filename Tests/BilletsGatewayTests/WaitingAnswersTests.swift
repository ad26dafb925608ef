import Testing

@testable import BilletsGateway

@Suite("WaitingAnswers")
struct WaitingAnswersTests {
    private let start = ContinuousClock.now

    private func none() -> WaitingAnswers<String> {
        WaitingAnswers(patience: .seconds(5), waitersMaximum: 3)
    }

    @Test("Whoever is answered is taken out, once")
    func takes() throws {
        var answers = none()
        let number = answers.add("a", at: start)
        let taken = answers.take(try #require(number))
        #expect(taken == "a")
        let again = answers.take(try #require(number))
        #expect(again == nil)
        let late = answers.expire(at: start + .seconds(60))
        #expect(late == [])
    }

    @Test("Whoever has waited for too long is handed back, the others wait on")
    func expires() throws {
        var answers = none()
        let first = answers.add("a", at: start)
        let second = answers.add("b", at: start + .seconds(1))
        _ = answers.add("c", at: start + .seconds(2))
        let taken = answers.take(try #require(second))
        #expect(taken == "b")
        let early = answers.expire(at: start + .seconds(5) - .nanoseconds(1))
        #expect(early == [])
        let late = answers.expire(at: start + .seconds(5))
        #expect(late == ["a"])
        let gone = answers.take(try #require(first))
        #expect(gone == nil)
        let rest = answers.expire(at: start + .seconds(60))
        #expect(rest == ["c"])
    }

    @Test("When as many wait as may, one more is refused, until one has been answered")
    func full() throws {
        var answers = none()
        let numbers = ["a", "b", "c"].compactMap { answers.add($0, at: start) }
        #expect(numbers.count == 3)
        let refused = answers.add("d", at: start)
        #expect(refused == nil)
        let taken = answers.take(numbers[1])
        #expect(taken == "b")
        let admitted = answers.add("d", at: start)
        #expect(admitted != nil)
        let late = answers.expire(at: start + .seconds(5))
        #expect(late == ["a", "c", "d"])
    }

    @Test("The next look is at the oldest deadline, or as far away as anybody's who may still come")
    func nextDeadline() throws {
        var answers = none()
        let before = answers.nextDeadline(after: start)
        #expect(before == start + .seconds(5))
        let first = answers.add("a", at: start)
        _ = answers.add("b", at: start + .seconds(1))
        let both = answers.nextDeadline(after: start + .seconds(1))
        #expect(both == start + .seconds(5))
        _ = answers.take(try #require(first))
        let one = answers.nextDeadline(after: start + .seconds(1))
        #expect(one == start + .seconds(6))
        let late = answers.expire(at: start + .seconds(6))
        #expect(late == ["b"])
        let nobody = answers.nextDeadline(after: start + .seconds(6))
        #expect(nobody == start + .seconds(11))
    }
}
