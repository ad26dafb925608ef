import BilletsLoad
import Testing

@Suite struct BoardAgentTests {
    @Test func `A round is a look, a lock, an edit and an unlock`() {
        var agent = BoardAgent()
        #expect(agent.isAway)
        #expect(agent.begin(ticket: 3, due: 10) == .look)
        #expect(agent.look(version: nil, more: true) == nil)
        #expect(agent.look(version: 7, more: true) == nil)
        #expect(agent.look(version: nil, more: false) == .lock)
        #expect(agent.accept() == .edit(version: 7))
        #expect(agent.accept() == .unlock)
        #expect(agent.accept() == .done(due: 10))
        #expect(agent.isAway)
    }

    @Test func `An agent who does not find the ticket gives up`() {
        var agent = BoardAgent()
        _ = agent.begin(ticket: 0, due: 1)
        #expect(agent.look(version: nil, more: false) == .gaveUp)
        #expect(agent.isAway)
    }

    @Test func `An agent whom somebody else's lock keeps out gives up`() {
        var agent = BoardAgent()
        _ = agent.begin(ticket: 0, due: 1)
        _ = agent.look(version: 1, more: false)
        #expect(agent.reject() == .gaveUp)
        #expect(agent.isAway)
    }

    @Test func `An agent whose edit is rejected gives the lock back`() {
        var agent = BoardAgent()
        _ = agent.begin(ticket: 0, due: 1)
        _ = agent.look(version: 1, more: false)
        _ = agent.accept()
        #expect(agent.reject() == .unlock)
        #expect(agent.accept() == .gaveUp)
    }

    @Test func `A board that nobody asked for changes nothing`() {
        var agent = BoardAgent()
        #expect(agent.look(version: 1, more: false) == nil)
        #expect(agent.accept() == nil)
        #expect(agent.reject() == nil)
        _ = agent.begin(ticket: 0, due: 1)
        _ = agent.look(version: 1, more: false)
        #expect(agent.look(version: 2, more: false) == nil)
    }
}
