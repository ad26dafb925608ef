import Testing

@testable import BilletsBus

@Suite("UnacknowledgedWindow")
struct UnacknowledgedWindowTests {
    @Test("It is full by number, and has room again for each answer")
    func number() {
        var window = UnacknowledgedWindow(eventsMaximum: 2, bytesMaximum: 1_000)
        window.send(bytes: 1)
        #expect(window.roomForEvents == 1)
        window.send(bytes: 1)
        #expect(window.roomForEvents == 0)
        window.acknowledge(events: 1, bytes: 1)
        #expect(window.roomForEvents == 1)
    }

    @Test("It is full by bytes; one large event alone may pass the bound")
    func bytes() {
        var window = UnacknowledgedWindow(eventsMaximum: 10, bytesMaximum: 100)
        window.send(bytes: 60)
        #expect(window.roomForBytes == 40)
        window.send(bytes: 500)
        #expect(window.roomForEvents == 0)
        #expect(window.roomForBytes == 0)
        window.acknowledge(events: 1, bytes: 500)
        #expect(window.roomForEvents == 9)
    }

    @Test("Closed, it says how many were never answered, and is empty")
    func closing() {
        var window = UnacknowledgedWindow(eventsMaximum: 2, bytesMaximum: 100)
        window.send(bytes: 1)
        window.send(bytes: 1)
        #expect(window.close() == 2)
        #expect(window.close() == 0)
        #expect(window.roomForEvents == 2)
    }
}
