import Testing

@testable import BilletsBus

@Suite("RedisComplaint")
struct RedisComplaintTests {
    @Test(
        "An error reply is told apart by its first word",
        arguments: [
            ("NOAUTH Authentication required.", RedisComplaint.passwordRequired),
            ("WRONGPASS invalid username-password pair", .passwordRefused("WRONGPASS")),
            ("OOM command not allowed", .refused("OOM command not allowed")),
            ("MISCONF Redis is configured", .refused("MISCONF Redis is configured")),
        ]
    )
    func replies(_ reply: String, _ complaint: RedisComplaint) {
        #expect(RedisComplaint(reply: reply) == complaint)
        #expect(RedisComplaint(ending: reply, wasConnected: true) == complaint)
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

    @Test("Every complaint names the address in its sentence")
    func sentences() {
        let address = RedisAddress(host: "redis", user: "billets")
        let all: [RedisComplaint] = [
            .unreachable("no route"), .silent(.seconds(2)), .lost("gone"), .passwordRequired,
            .passwordRefused("ERR"), .passwordRefused("WRONGPASS"), .refused("OOM no"), .strange,
            .probeLate(.seconds(2)),
        ]
        for complaint in all {
            #expect(complaint.sentence(about: address).contains(address.description))
        }
    }
}
