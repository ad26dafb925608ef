import BilletsLink
import Testing

@testable import les_billets

@Suite struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:80", "::1", 80),
        ("localhost:0", "localhost", 0),
    ])
    func `A listening address is a host and a port`(text: String, host: String, port: Int) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", ":", "8080", ":8080", "a:b", "a:65536", "::1:80", "a b:80", "x/y:1", "u@h:1", "u:p@h:1",
    ])
    func `Anything else is refused with an example`(text: String) {
        #expect(throws: Complaint("write HOST:PORT, such as 127.0.0.1:8080")) {
            try ListenAddress(parsing: text)
        }
    }

    @Test func `A negative port is called negative`() {
        let complaint = #expect(throws: Complaint.self) { try ListenAddress(parsing: "a:-1") }
        #expect(complaint?.sentence.contains("negative") == true)
    }

    @Test func `An asterisk stands for all addresses, of a server and of a store process`() throws {
        let all = try ListenAddress(parsing: "*:1").host
        #expect([ListenHost.allAddresses, ListenHost.allIPv4Addresses].contains(all))
        #expect(try LinkAddress(parsing: "*:1") == .tcp(host: all, port: 1))
        #expect(try ListenHost(parsing: "*").name == all)
    }

    @Test func `A server on all addresses is reached through the loopback one`() {
        #expect(ListenAddress(host: "0.0.0.0", port: 1).reachableHost == "127.0.0.1")
        #expect(ListenAddress(host: "::", port: 1).reachableHost == "::1")
        #expect(ListenAddress(host: "10.1.2.3", port: 1).reachableHost == "10.1.2.3")
    }

    @Test func `A store is a file or a process`() throws {
        #expect(try StoreAddress(parsing: "sqlite:a/b.db") == .sqlite(path: "a/b.db"))
        #expect(
            try StoreAddress(parsing: "grpc://[::1]:9")
                == .process(.tcp(host: "::1", port: 9))
        )
        #expect(
            try StoreAddress(parsing: "unix:/run/store.sock")
                == .process(.unix(path: "/run/store.sock"))
        )
    }

    @Test(arguments: [
        "", "a.db", "sqlite:", "grpc://", "grpc://a", "grpc://a:0", "http://a:1", "unix:",
        "grpc://unix:/a", "sqlite://u:p@h/a.db", "sqlite:postgres://u:p@h/a", "unix://u:p@h/a",
        "grpc://u@h:1",
    ])
    func `Another store is refused with all forms`(text: String) {
        #expect(throws: Complaint("write sqlite:PATH, grpc://HOST:PORT or unix:PATH")) {
            try StoreAddress(parsing: text)
        }
    }
}
