import BilletsLoad
import Testing

@Suite struct LoadTargetTests {
    @Test(
        arguments: [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("ws://desk.example.com/ws", "http://desk.example.com:80"),
            ("https://desk.example.com/", "https://desk.example.com:443"),
            ("WSS://desk:9/ws", "https://desk:9"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ]
    )
    func `A gateway is named by its URL`(text: String, url: String) {
        #expect(LoadTarget(text)?.url == url)
    }

    @Test(
        arguments: [
            "", "127.0.0.1:8080", "ftp://host", "http://", "http://host:0", "http://host:x",
            "http://host/board", "http://user@host", "http://ho st", "http://host:65536",
        ]
    )
    func `What names no gateway is none`(text: String) {
        #expect(LoadTarget(text) == nil)
    }

    @Test func `Sockets come from addresses of the loopback, a thousand from each`() {
        let sources = SourceAddresses(base: 12_345)
        let addresses = (0..<200_000).map { sources.address(ofSocket: $0) }
        #expect(Set(addresses).count == 200)
        for address in Set(addresses) {
            let parts = address.split(separator: ".").compactMap { Int($0) }
            #expect(parts.count == 4)
            #expect(parts[0] == 127)
            #expect((16...255).contains(parts[1]))
            #expect(parts[2...].allSatisfy { (1...254).contains($0) })
        }
        let others = SourceAddresses(base: 12_346)
        #expect(others.address(ofSocket: 0) != addresses[0])
    }
}
