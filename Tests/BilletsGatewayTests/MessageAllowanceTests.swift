import Billets
import NIOWebSocket
import Testing

@testable import BilletsGateway

@Suite struct MessageAllowanceTests {
    @Test("Messages beyond the rate are refused, and for too many seconds on end they are abuse")
    func abuse() {
        let rate = UserRate(MessageRate(burst: 1, perSecond: 1))
        let limits = SocketLimits()
        var allowance = MessageAllowance(rate: rate, frameRate: nil, limits: limits)
        #expect(throws: Never.self) { try allowance.takeMessage(at: 0) }
        for _ in 1..<limits.excessSecondsMaximum {
            #expect(throws: Rejection.self) { try allowance.takeMessage(at: 0) }
            let isAbuse = allowance.secondPassed()
            #expect(!isAbuse)
        }
        var forgiven = allowance
        #expect(throws: Rejection.self) { try allowance.takeMessage(at: 0) }
        let isAbuse = allowance.secondPassed()
        #expect(isAbuse)

        _ = forgiven.secondPassed()
        #expect(throws: Rejection.self) { try forgiven.takeMessage(at: 0) }
        let isStillAbuse = forgiven.secondPassed()
        #expect(!isStillAbuse, "a quiet second forgives")
    }

    @Test("Every frame of a user counts, but close frames and pongs that were asked for")
    func frames() {
        let rate = UserRate(MessageRate(burst: 4, perSecond: 1))
        let limits = SocketLimits()
        var one = MessageAllowance(rate: nil, frameRate: rate, limits: limits)
        var other = MessageAllowance(rate: nil, frameRate: rate, limits: limits)
        one.pingSent()
        let free = [one.takeFrame(.pong, at: 0), one.takeFrame(.connectionClose, at: 0)]
        #expect(free == [true, true])
        let counted = [
            one.takeFrame(.pong, at: 0), one.takeFrame(.ping, at: 0),
            other.takeFrame(.continuation, at: 0), other.takeFrame(.text, at: 0),
        ]
        #expect(counted == [true, true, true, true])
        let isOneTooMany = !other.takeFrame(.ping, at: 0)
        #expect(isOneTooMany)
        other.pingSent()
        let stillFree = [
            other.takeFrame(.pong, at: 0), other.takeFrame(.connectionClose, at: 0),
        ]
        #expect(stillFree == [true, true])
        let isForgiven = one.takeFrame(.ping, at: 1_000_000_000)
        #expect(isForgiven)
    }

    @Test("Without a rate every frame is taken")
    func unlimitedFrames() {
        var allowance = MessageAllowance(rate: nil, frameRate: nil, limits: SocketLimits())
        let isTaken = (0..<100_000).allSatisfy { _ in allowance.takeFrame(.ping, at: 0) }
        #expect(isTaken)
    }

    @Test("Only so many commands may wait for their answers")
    func commands() throws {
        var limits = SocketLimits()
        limits.unansweredCommandsMaximum = 2
        var allowance = MessageAllowance(rate: nil, frameRate: nil, limits: limits)
        try allowance.takeCommand()
        try allowance.takeCommand()
        let refusal = #expect(throws: Rejection.self) { try allowance.takeCommand() }
        #expect(refusal?.code == .rateLimited)
        allowance.answered()
        try allowance.takeCommand()
    }
}
