import Billets
import Testing

@testable import BilletsGateway

@Suite("ConnectionLedger")
struct ConnectionLedgerTests {
    private let one = ClientAddress("192.0.2.1") ?? .unknown
    private let two = ClientAddress("192.0.2.2") ?? .unknown

    private func ledger(
        socketsMaximum: Int = .max,
        _ edit: (inout ConnectionLimits) -> Void
    ) -> ConnectionLedger {
        var limits = ConnectionLimits()
        edit(&limits)
        return ConnectionLedger(limits: limits, socketsMaximum: socketsMaximum)
    }

    @Test("An address has as many connections as it may; another one is not concerned")
    func connections() {
        let ledger = ledger { $0.connectionsPerAddress = .atMost(2) }
        #expect(ledger.connectionOpened(from: one, isCounted: true))
        #expect(ledger.connectionOpened(from: one, isCounted: true))
        #expect(!ledger.connectionOpened(from: one, isCounted: true))
        #expect(ledger.connectionOpened(from: two, isCounted: true))
        ledger.connectionClosed(from: one, isCounted: true)
        #expect(ledger.connectionOpened(from: one, isCounted: true))
        #expect(!ledger.connectionOpened(from: one, isCounted: true))
    }

    @Test("A trusted proxy is not counted, and yet there is a bound for all together")
    func proxies() {
        let ledger = ledger {
            $0.connectionsPerAddress = .atMost(1)
            $0.connectionsMaximum = 3
        }
        for _ in 0..<3 { #expect(ledger.connectionOpened(from: one, isCounted: false)) }
        #expect(!ledger.connectionOpened(from: one, isCounted: false))
        #expect(!ledger.connectionOpened(from: two, isCounted: true))
        ledger.connectionClosed(from: one, isCounted: false)
        #expect(ledger.connectionOpened(from: two, isCounted: true))
    }

    @Test("An address and a user have as many sockets as they may")
    func sockets() {
        let ada = UserID.random()
        let grace = UserID.random()
        let ledger = ledger {
            $0.socketsPerAddress = .atMost(2)
            $0.socketsPerUser = .atMost(1)
        }
        #expect(ledger.socketOpened(by: ada, from: one))
        #expect(!ledger.hasRoom(for: ada, from: two))
        #expect(!ledger.socketOpened(by: ada, from: two))
        #expect(ledger.socketOpened(by: grace, from: one))
        #expect(!ledger.socketOpened(by: .random(), from: one))
        ledger.socketClosed(by: ada, from: one)
        #expect(ledger.hasRoom(for: ada, from: one))
        #expect(ledger.socketOpened(by: ada, from: two))
    }

    @Test("All together have as many sockets as there may be, whoever they are")
    func full() {
        let ledger = ledger(socketsMaximum: 2) { $0.liftCaps() }
        let ada = UserID.random()
        #expect(ledger.socketOpened(by: ada, from: one))
        #expect(!ledger.isFull)
        #expect(ledger.socketOpened(by: .random(), from: two))
        #expect(ledger.isFull)
        #expect(!ledger.socketOpened(by: .random(), from: two))
        ledger.socketClosed(by: ada, from: one)
        #expect(!ledger.isFull)
        #expect(ledger.socketOpened(by: .random(), from: two))
    }

    @Test("A stream counts as a socket as long as its seat lives; one that is refused has none")
    func seats() {
        let ada = UserID.random()
        let ledger = ledger { $0.socketsPerUser = .atMost(2) }
        #expect(ledger.socketOpened(by: ada, from: one))
        var seat = StreamSeat(in: ledger, of: ada, from: two)
        #expect(seat != nil)
        withExtendedLifetime(seat) {
            #expect(StreamSeat(in: ledger, of: ada, from: two) == nil)
            #expect(!ledger.hasRoom(for: ada, from: one))
        }
        seat = nil
        #expect(ledger.hasRoom(for: ada, from: one))
        ledger.socketClosed(by: ada, from: one)
        #expect(ledger.isEmpty)
    }

    @Test("Without caps everybody has what they like, and everything is forgotten afterwards")
    func unlimited() {
        let ledger = ledger { $0.liftCaps() }
        let user = UserID.random()
        for _ in 0..<5000 {
            #expect(ledger.connectionOpened(from: one, isCounted: true))
            #expect(ledger.socketOpened(by: user, from: one))
        }
        #expect(!ledger.isEmpty)
        for _ in 0..<5000 {
            ledger.socketClosed(by: user, from: one)
            ledger.connectionClosed(from: one, isCounted: true)
        }
        #expect(ledger.isEmpty)
    }

    @Test("Whoever is refused leaves nothing behind")
    func refused() {
        let ledger = ledger {
            $0.connectionsPerAddress = .atMost(0)
            $0.socketsPerUser = .atMost(0)
        }
        #expect(!ledger.connectionOpened(from: one, isCounted: true))
        #expect(!ledger.socketOpened(by: .random(), from: one))
        #expect(ledger.isEmpty)
    }
}
