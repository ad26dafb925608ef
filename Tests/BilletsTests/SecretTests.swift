import Billets
import Testing

@Suite struct SecretTests {
    private struct Login {
        let user = "ada"
        let password = Secret("hunter2")
    }

    @Test func `Nothing that prints a value prints a secret`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(Login(), to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])",
            "\(Optional(secret) as Any)", String(reflecting: ["key": secret]), "\(Login())",
            String(reflecting: Login()), dumped,
            Mirror(reflecting: secret).children.map { "\($0.value)" }.joined(),
        ]
        for text in texts { #expect(!text.contains("hunter2"), "\(text)") }
        #expect("\(secret)" == Secret.placeholder)
        #expect(dumped.contains("ada"))
    }

    @Test func `A secret is its text to who compares or sends it`() {
        #expect(Secret("hunter2") == "hunter2")
        #expect(Secret("hunter2") != "hunter3")
        #expect(Secret("hunter2").revealed == "hunter2")
    }
}
