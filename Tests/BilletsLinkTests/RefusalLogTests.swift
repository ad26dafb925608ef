import Billets
import BilletsContracts
import Synchronization
import Testing

@testable import BilletsLink

@Suite("RefusalLog")
struct RefusalLogTests {
    @Test("Each reason is told at once, and then once in a while with the number of those untold")
    func rate() {
        let recorder = LogRecorder()
        let clock = Mutex(ContinuousClock.now)
        let log = RefusalLog(interval: .seconds(10), logger: recorder.logger) {
            clock.withLock { $0 }
        }
        for _ in 0..<5 { log.note(.secret, peer: "ipv4:10.0.0.1:1") }
        log.note(.tls(.otherCertificateMissing), peer: "ipv4:10.0.0.2:2")
        #expect(recorder.lines.count == 2)
        clock.withLock { $0 += .seconds(10) }
        log.note(.secret, peer: "ipv4:10.0.0.3:3")
        #expect(recorder.lines.count == 3)
        #expect(recorder.lines.last?.contains("10.0.0.3") == true)
        #expect(recorder.lines.last?.contains("\"untold\": 4") == true)
    }

    @Test("Every reason is a sentence for an operator, on both ends")
    func sentences() {
        let refusals = [StoreRefusal.secret, .noCall] + TLSFailure.allCases.map { .tls($0) }
        for refusal in refusals { #expect(refusal.sentence.hasSuffix(".")) }
        let rejections = TLSFailure.allCases.map { LinkTrouble.distrusted($0, cause: "").rejection }
        for rejection in rejections { #expect(rejection.message.hasSuffix(".")) }
    }
}
