import Billets
import Testing

@testable import BilletsBus

@Suite("RedisAddress")
struct RedisAddressTests {
    @Test(
        "An address is read, and written as it can be read again",
        arguments: [
            ("redis://localhost", RedisAddress(host: "localhost")),
            ("redis://localhost/", RedisAddress(host: "localhost")),
            ("REDIS://redis:6380", RedisAddress(host: "redis", port: 6380)),
            ("redis://10.0.0.7:1", RedisAddress(host: "10.0.0.7", port: 1)),
            ("redis://billets@redis", RedisAddress(host: "redis", user: "billets")),
            (
                "redis://billets@redis.example.org:65535",
                RedisAddress(host: "redis.example.org", port: 65535, user: "billets")
            ),
            ("redis://[::1]", RedisAddress(host: "::1")),
            (
                "redis://a.b-c@[fe80::1%eth0]:7",
                RedisAddress(host: "fe80::1%eth0", port: 7, user: "a.b-c")
            ),
        ]
    )
    func reading(_ text: String, _ expected: RedisAddress) throws {
        #expect(try RedisAddress(text) == expected)
        #expect(try RedisAddress(expected.description) == expected)
    }

    @Test(
        "Nonsense is refused in a sentence that says why",
        arguments: [
            ("", "begin with redis://"),
            ("localhost:6379", "begin with redis://"),
            ("http://localhost", "begin with redis://"),
            ("rediss://localhost", "TLS is not supported"),
            ("redis://", "neither a name nor an address"),
            ("redis://:6379", "neither a name nor an address"),
            ("redis://a b", "neither a name nor an address"),
            ("redis://café", "neither a name nor an address"),
            ("redis://localhost/0", "neither a name nor an address"),
            ("redis://localhost?db=1", "neither a name nor an address"),
            ("redis://localhost:", "number from 1 to 65535"),
            ("redis://localhost:0", "number from 1 to 65535"),
            ("redis://localhost:65536", "number from 1 to 65535"),
            ("redis://localhost:+80", "number from 1 to 65535"),
            ("redis://localhost:6379/0", "number from 1 to 65535"),
            ("redis://::1", "in brackets"),
            ("redis://[::1", "is not closed"),
            ("redis://[localhost]", "no IPv6 address"),
            ("redis://[::1]6379", "number from 1 to 65535"),
            ("redis://@localhost", "not a name"),
            ("redis://a%20b@localhost", "not a name"),
        ]
    )
    func refusing(_ text: String, _ reason: String) {
        let rejection = #expect(throws: Rejection.self) { try RedisAddress(text) }
        #expect(rejection?.message.contains(reason) == true, "\(String(describing: rejection))")
    }

    @Test(
        "A password in the address is refused, and not repeated",
        arguments: [
            "redis://user:hunter2@localhost", "redis://:hunter2@localhost:6379",
            "redis://user:hunter2/@x@localhost",
        ]
    )
    func password(_ text: String) {
        let rejection = #expect(throws: Rejection.self) { try RedisAddress(text) }
        #expect(rejection?.message.contains("from a file or from the environment") == true)
        #expect(rejection?.description.contains("hunter2") == false)
    }
}
