import Billets
import Testing

@testable import BilletsGateway

@Suite struct MessageAllowanceTests {
    @Test("Messages beyond the rate are refused, and for too many seconds on end they are abuse")
    func abuse() {
        let rate = UserRate(MessageRate(burst: 1, perSecond: 1))
        let limits = SocketLimits()
        var allowance = MessageAllowance(rate: rate, limits: limits)
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

    @Test("Only so many commands may wait for their answers")
    func commands() throws {
        var limits = SocketLimits()
        limits.unansweredCommandsMaximum = 2
        var allowance = MessageAllowance(rate: nil, limits: limits)
        try allowance.takeCommand()
        try allowance.takeCommand()
        let refusal = #expect(throws: Rejection.self) { try allowance.takeCommand() }
        #expect(refusal?.code == .rateLimited)
        allowance.answered()
        try allowance.takeCommand()
    }
}
