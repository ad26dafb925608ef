import Billets
import Testing

@Suite("Hexadecimal")
struct HexadecimalTests {
    @Test("Every byte has two digits, in lower case, and comes back from either case")
    func everyByte() {
        let bytes = (UInt8.min...UInt8.max).map { $0 }
        let digits = Hexadecimal.digits(of: bytes)
        let text = String(decoding: digits, as: UTF8.self)
        #expect(text.hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(text.hasSuffix("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"))
        #expect(Hexadecimal.bytes(of: digits) == bytes)
        #expect(Hexadecimal.bytes(of: Array(text.uppercased().utf8)) == bytes)
    }

    @Test("No bytes have no digits")
    func nothing() {
        #expect(Hexadecimal.digits(of: []) == [])
        #expect(Hexadecimal.bytes(of: [UInt8]()) == [])
    }

    @Test(
        "Anything else than pairs of digits is refused",
        arguments: [
            "0", "abc", "0x", "g0", "0g", " 0", "/0", ":0", "@0", "`0", "G0", "é", "0\u{0}",
        ]
    )
    func refused(_ text: String) {
        #expect(Hexadecimal.bytes(of: Array(text.utf8)) == nil)
    }
}
