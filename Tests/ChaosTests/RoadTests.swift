import BilletsChaos
import NIOCore
import NIOPosix
import Testing

/// A road between a client and an echo, with everything that can happen to it.
@Suite(.timeLimit(.minutes(1)))
struct RoadTests {
    @Test func `An open road carries everything both ways`() async throws {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            let text = String(repeating: "all of it, ", count: 20_000)
            client.send(text)
            #expect(try await client.receive(count: text.utf8.count) == text)
        }
    }

    @Test func `What is sent over a frozen road arrives when it opens`() async throws {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            client.send("one ")
            #expect(try await client.receive(count: 4) == "one ")
            rig.road.change(to: .frozen)
            client.send("two")
            #expect(await client.isSilent())
            rig.road.change(to: .open)
            #expect(try await client.receive(count: 7) == "one two")
        }
    }

    @Test func `Who comes while a road is frozen is connected, and served when it opens`()
        async throws
    {
        try await EchoRig.with { rig in
            rig.road.change(to: .frozen)
            let client = try await rig.connect()
            client.send("hello")
            #expect(await client.isSilent())
            rig.road.change(to: .open)
            #expect(try await client.receive(count: 5) == "hello")
        }
    }

    @Test func `What is sent over a half open road is lost, and the connection with it`()
        async throws
    {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            rig.road.change(to: .swallowing)
            client.send("lost")
            while rig.road.losses == 0 { await Task.yield() }
            #expect(await client.isSilent())
            rig.road.change(to: .open)
            try await client.waitForEnd()
            let other = try await rig.connect()
            other.send("there")
            #expect(try await other.receive(count: 5) == "there")
        }
    }

    @Test func `A cut road resets its connections, and takes new ones`() async throws {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            client.send("here")
            #expect(try await client.receive(count: 4) == "here")
            rig.road.cut()
            try await client.waitForEnd()
            #expect(client.wasReset)
            let other = try await rig.connect()
            other.send("there")
            #expect(try await other.receive(count: 5) == "there")
        }
    }

    @Test func `A refusing road lets nobody in, and keeps who is there`() async throws {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            client.send("a")
            #expect(try await client.receive(count: 1) == "a")
            rig.road.change(to: .refusing)
            // The reset comes before the client has finished connecting, or after that.
            if let other = try await rig.connectBriefly() { try await other.waitForEnd() }
            client.send("b")
            #expect(try await client.receive(count: 2) == "ab")
        }
    }

    @Test func `A delayed road keeps the order, also when the delay ends`() async throws {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            rig.road.change(to: .delayed(.milliseconds(50)))
            for number in 0..<5 { client.send("\(number)") }
            rig.road.change(to: .open)
            for number in 5..<10 { client.send("\(number)") }
            #expect(try await client.receive(count: 10) == "0123456789")
        }
    }

    @Test func `The end of a connection goes through, and nothing of it stays`() async throws {
        try await EchoRig.with { rig in
            let client = try await rig.connect()
            client.send("bye")
            #expect(try await client.receive(count: 3) == "bye")
            client.close()
            try await client.waitForEnd()
            while rig.road.connections > 0 { await Task.yield() }
        }
    }
}
