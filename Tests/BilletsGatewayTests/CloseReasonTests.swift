import Testing

@testable import BilletsGateway

@Suite("CloseReason")
struct CloseReasonTests {
    @Test("Every sentence fits a close frame: 1 to 123 bytes", arguments: CloseReason.allCases)
    func fits(_ reason: CloseReason) {
        #expect((1...123).contains(reason.sentence.utf8.count))
    }

    @Test("Every reason has a sentence of its own, and only both kinds of abuse share a code")
    func distinct() {
        let codes = CloseReason.allCases.filter { $0 != .frameFlood }.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(CloseReason.frameFlood.code == CloseReason.abuse.code)
        #expect(Set(CloseReason.allCases.map(\.sentence)).count == CloseReason.allCases.count)
    }

    @Test("The codes of the protocol are all there")
    func protocolCodes() {
        let codes: Set<UInt16> = [1003, 1007, 1008, 1009, 1012, 4401, 4408]
        #expect(codes.isSubset(of: CloseReason.allCases.map(\.code)))
    }
}
