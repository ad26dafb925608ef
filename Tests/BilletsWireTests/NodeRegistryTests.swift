import Billets
import BilletsWire
import Testing

@Suite struct NodeRegistryTests {
    private static let start = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)
    private static let silence = PresenceReport.silenceMaximum

    @Test func `A name is free when its holder has been silent for long enough`() {
        var registry = NodeRegistry()
        #expect(registry.register(instance(), at: Self.start) == .registered)
        let early = Self.start.adding(Self.silence - .milliseconds(1))
        #expect(registry.register(instance(), at: early) != .registered)
        #expect(registry.register(instance(), at: Self.start.adding(Self.silence)) == .registered)
    }

    @Test func `A clock that was set back keeps a name from its successor for no longer`() {
        var registry = NodeRegistry()
        #expect(registry.register(instance(), at: Self.start) == .registered)
        let back = Self.start.adding(.seconds(-3_600))
        #expect(registry.register(instance(), at: back) == .taken(silence: .zero))
        #expect(registry.register(instance(), at: back.adding(Self.silence)) == .registered)
    }

    private func instance() -> NodeInstance {
        NodeInstance(node: "a", id: .random())
    }
}
