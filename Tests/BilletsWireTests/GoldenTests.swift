import Billets
import Foundation
import Testing

@testable import BilletsWire

@Suite("Golden files")
struct GoldenTests {
    @Test(
        "Every message of a client is read from its golden file",
        arguments: Golden.clientMessages + Golden.sparseClientMessages
    )
    func readsClientMessage(_ golden: GoldenCase<ClientEnvelope>) throws {
        let envelope = ClientEnvelope.decode(try Golden.bytes(golden.file))
        #expect(envelope == .success(golden.value))
    }

    @Test(
        "Every message of a client is written as in its golden file",
        arguments: Golden.clientMessages
    )
    func writesClientMessage(_ golden: GoldenCase<ClientEnvelope>) throws {
        let written = golden.value.encoded()
        let expected = try Golden.canonical(Golden.bytes(golden.file))
        #expect(try Golden.canonical(written) == expected)
        #expect(ClientEnvelope.decode(written) == .success(golden.value))
    }

    @Test(
        "Every message of a gateway is read from its golden file, and written so",
        arguments: Golden.serverMessages
    )
    func serverMessage(_ golden: GoldenCase<ServerMessage>) throws {
        let bytes = try Golden.bytes(golden.file)
        #expect(try ServerMessage(decoding: bytes) == golden.value)
        let written = golden.value.encoded()
        #expect(try Golden.canonical(written) == Golden.canonical(bytes))
        #expect(try ServerMessage(decoding: written) == golden.value)
    }

    @Test(
        "Every document that HTTP answers is written as in its golden file",
        arguments: Golden.documents
    )
    func document(_ golden: GoldenCase<[UInt8]>) throws {
        let expected = try Golden.canonical(Golden.bytes(golden.file))
        #expect(try Golden.canonical(golden.value) == expected)
    }

    @Test(
        "What a cluster says of itself is read from its golden file, and written so",
        arguments: Golden.clusterStatuses
    )
    func clusterStatus(_ golden: GoldenCase<ClusterStatus>) throws {
        let bytes = try Golden.bytes(golden.file)
        #expect(try ClusterStatus(decoding: bytes) == golden.value)
        #expect(try Golden.canonical(golden.value.encoded()) == Golden.canonical(bytes))
    }

    @Test("Credentials are read from their golden file")
    func credentials() throws {
        let golden = Golden.credentials
        #expect(try Credentials(decoding: Golden.bytes(golden.file)) == golden.value)
    }

    @Test("An event on the bus is read from its golden file, and written so to the last byte")
    func wireEvent() throws {
        let golden = Golden.wireEvent
        let codec = WireEventCodec(wireKey: Golden.wireKey)
        let bytes = try Golden.bytes(golden.file)
        #expect(try codec.decode(bytes) == golden.value)
        #expect(codec.encode(golden.value) == bytes)
    }

    @Test("Every golden file is used by a test, and every test has its file")
    func files() throws {
        let clients = Golden.clientMessages + Golden.sparseClientMessages
        let used =
            clients.map(\.file) + Golden.serverMessages.map(\.file) + Golden.documents.map(\.file)
            + Golden.clusterStatuses.map(\.file) + [Golden.credentials.file, Golden.wireEvent.file]
        #expect(Set(used).count == used.count)
        #expect(try Golden.files().symmetricDifference(used) == [])
    }

    @Test("Every type of message, reason of an unlock and code of a rejection has a golden file")
    func cases() throws {
        let clients = Golden.clientMessages + Golden.sparseClientMessages
        let messages = try (clients.map(\.file) + Golden.serverMessages.map(\.file))
            .map { try Golden.canonical(Golden.bytes($0)) }
        func values(_ key: String) -> Set<String> {
            let pattern = try? Regex("\"\(key)\" : \"([^\"]+)\"", as: (Substring, Substring).self)
            guard let pattern else { return [] }
            return Set(messages.flatMap { $0.matches(of: pattern).map { String($0.1) } })
        }
        #expect(values("type") == Set(MessageType.allCases.map(\.rawValue)))
        #expect(values("reason") == Set(UnlockReason.allCases.map(\.rawValue)))
        #expect(values("code") == Set(RejectionCode.allCases.map(\.rawValue)))
        #expect(values("status") == Set(TicketStatus.allCases.map(\.rawValue)))
        #expect(values("priority") == Set(TicketPriority.allCases.map(\.rawValue)))
    }

    @Test("An event travels over the bus as the very bytes that sockets are sent")
    func payload() {
        let event = Sample.event(.created(Sample.newTicket), by: Sample.ada)
        let wireEvent = WireEvent(event, epoch: Sample.cursor.epoch)
        #expect(wireEvent.payload == ServerMessage.event(event).encoded())
        #expect(wireEvent.cursor == Cursor(epoch: Sample.cursor.epoch, revision: Revision(42)))
    }
}
