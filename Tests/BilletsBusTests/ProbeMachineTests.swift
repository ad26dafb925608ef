import Testing

@testable import BilletsBus

@Suite("ProbeMachine")
struct ProbeMachineTests {
    private let start = ContinuousClock.now

    private func machine() -> ProbeMachine {
        ProbeMachine(interval: .seconds(2), patience: .seconds(3))
    }

    @Test("Nothing is proven until the first probe came back")
    func proof() {
        var machine = machine()
        #expect(machine.deadline == nil)
        #expect(machine.begin(now: start) == .send(1))
        #expect(!machine.isProven)
        #expect(machine.returned(1, now: start) == true)
        #expect(machine.isProven)
        #expect(machine.deadline == start.advanced(by: .seconds(2)))
    }

    @Test("The next probe is sent after the interval, and the proof stands meanwhile")
    func next() {
        var machine = machine()
        _ = machine.begin(now: start)
        _ = machine.returned(1, now: start)
        #expect(machine.tick(now: start.advanced(by: .milliseconds(1_999))) == nil)
        #expect(machine.tick(now: start.advanced(by: .seconds(2))) == .send(2))
        #expect(machine.isProven)
        #expect(machine.deadline == start.advanced(by: .seconds(5)))
    }

    @Test("A probe that is late gives up, first or later")
    func late() {
        var first = machine()
        _ = first.begin(now: start)
        #expect(first.tick(now: start.advanced(by: .seconds(3))) == .giveUp)
        #expect(!first.isOn)
        var later = machine()
        _ = later.begin(now: start)
        _ = later.returned(1, now: start)
        _ = later.tick(now: start.advanced(by: .seconds(2)))
        #expect(later.tick(now: start.advanced(by: .milliseconds(4_999))) == nil)
        #expect(later.tick(now: start.advanced(by: .seconds(5))) == .giveUp)
        #expect(!later.isProven)
    }

    @Test("Only the probe that is waited for counts: none twice, none from before")
    func otherNumbers() {
        var machine = machine()
        #expect(machine.returned(1, now: start) == false)
        _ = machine.begin(now: start)
        #expect(machine.returned(2, now: start) == false)
        machine.stop()
        #expect(machine.returned(1, now: start) == false)
        #expect(machine.begin(now: start) == .send(2))
        #expect(machine.returned(1, now: start) == false)
        #expect(machine.returned(2, now: start) == true)
        #expect(machine.returned(2, now: start) == false)
    }
}
