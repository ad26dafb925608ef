import Testing

@testable import BilletsBus

@Suite("RedisComplaint")
struct RedisComplaintTests {
    @Test(
        "An error reply is told apart by its first word",
        arguments: [
            ("NOAUTH Authentication required.", RedisComplaint.passwordRequired),
            ("WRONGPASS invalid username-password pair", .passwordRefused("WRONGPASS")),
            ("OOM command not allowed", .impaired("OOM command not allowed")),
            ("MISCONF Redis is configured", .impaired("MISCONF Redis is configured")),
            ("BUSY Redis is busy", .impaired("BUSY Redis is busy")),
            ("LOADING Redis is loading", .loading),
            ("DENIED Redis is running in protected mode", .protected),
            ("NOPERM no permissions", .notPermitted("NOPERM no permissions")),
            ("READONLY You can't write", .readOnly("READONLY You can't write")),
            ("MASTERDOWN Link is down", .readOnly("MASTERDOWN Link is down")),
            ("ERR max number of clients reached", .full),
            ("ERR max number of clients + cluster connections reached", .full),
            ("EXECABORT whatever", .refused("EXECABORT whatever")),
        ]
    )
    func replies(_ reply: String, _ complaint: RedisComplaint) {
        #expect(RedisComplaint(reply: reply) == complaint)
        #expect(RedisComplaint(ending: reply, wasConnected: true) == complaint)
    }

    @Test(
        "What Redis says in place of an answer to AUTH is not blamed on the password",
        arguments: [
            ("ERR max number of clients reached", RedisComplaint.full),
            ("DENIED Redis is running in protected mode because", .protected),
            ("LOADING Redis is loading the dataset in memory", .loading),
            ("NOAUTH Authentication required.", .passwordRequired),
            (
                "ERR AUTH <password> called without any password configured for the default user.",
                .passwordUnexpected
            ),
            ("ERR Client sent AUTH, but no password is set", .passwordUnexpected),
        ]
    )
    func authenticating(_ reply: String, _ complaint: RedisComplaint) {
        #expect(RedisComplaint(reply: reply, authenticating: true) == complaint)
    }

    @Test("Bytes that are no reply come from a server that is not Redis")
    func notRedis() {
        let words = "Protocol error, got \"H\" as reply type byte"
        #expect(RedisComplaint(ending: words, wasConnected: true) == .strange)
    }

    @Test("Of an answer to AUTH no more than the first word is repeated: it may hold the password")
    func secret() {
        let reply = "ERR unknown command 'AUTH', with args beginning with: 'ada' 'hunter2'"
        let complaint = RedisComplaint(reply: reply, authenticating: true)
        #expect(complaint == .passwordRefused("ERR"))
        let sentence = complaint.sentence(about: RedisAddress(host: "redis"))
        #expect(!sentence.contains("hunter2"))
    }

    @Test("A long reply is cut short")
    func long() {
        let complaint = RedisComplaint(reply: "ERR " + String(repeating: "x", count: 10_000))
        #expect(complaint.sentence(about: RedisAddress(host: "redis")).count < 300)
    }

    @Test("The end of a connection is lost or unreachable, unless Redis gave the reason")
    func ending() {
        let words = "Server closed the connection"
        #expect(RedisComplaint(ending: words, wasConnected: true) == .lost(words))
        #expect(RedisComplaint(ending: words, wasConnected: false) == .unreachable(words))
    }

    @Test("Every complaint names the address, and ends with what to do")
    func sentences() {
        let address = RedisAddress(host: "redis", user: "billets")
        let all: [RedisComplaint] = [
            .unreachable("no route"), .silent(.seconds(2)), .lost("gone"), .passwordRequired,
            .passwordRefused("ERR"), .passwordRefused("WRONGPASS"), .refused("ERR no"), .strange,
            .probeLate(.seconds(2)), .full, .loading, .protected, .readOnly("READONLY no"),
            .impaired("OOM no"), .passwordUnexpected, .notPermitted("NOPERM no"),
        ]
        let sentences = Set(all.map { $0.sentence(about: address) })
        #expect(sentences.count == all.count)
        for sentence in sentences {
            #expect(sentence.contains("redis://redis:6379"))
            // The user of the URL may be a password that was written in its place.
            #expect(!sentence.contains("billets@"))
            #expect(sentence.hasSuffix("."))
        }
    }
}
