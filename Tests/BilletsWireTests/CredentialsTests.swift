import Billets
import BilletsWire
import Testing

@Suite("Credentials")
struct CredentialsTests {
    @Test(
        "What holds no credentials is refused with a sentence that fits HTTP too",
        arguments: [
            ("{}", "The field email is missing."),
            (#"{"email":"a@b"}"#, "The field password is missing."),
            (#"{"email":"a@b","password":null}"#, "The field password must not be null."),
            (#"{"email":5,"password":"x"}"#, "The field email must be a JSON string."),
            ("[]", "The message must be a JSON object."),
        ]
    )
    func refused(_ body: String, _ sentence: String) {
        #expect(throws: Rejection.self) { try Credentials(decoding: Array(body.utf8)) }
        do throws(Rejection) {
            _ = try Credentials(decoding: Array(body.utf8))
        } catch {
            #expect(error.code == .invalidMessage)
            #expect(error.message == sentence)
        }
    }

    @Test("What is not JSON is not asked for in text frames, which HTTP does not have")
    func notJSON() {
        do throws(Rejection) {
            _ = try Credentials(decoding: Array("hello".utf8))
            Issue.record("\"hello\" was taken for credentials")
        } catch {
            #expect(error.message.contains("JSON"))
            #expect(!error.message.contains("frame"))
        }
    }
}
