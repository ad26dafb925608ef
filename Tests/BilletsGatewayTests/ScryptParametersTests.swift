import Testing

@testable import BilletsGateway

@Suite("ScryptParameters")
struct ScryptParametersTests {
    @Test("Parameters come back from their text")
    func roundTrip() {
        for parameters in [
            ScryptParameters(rounds: 2, blockSize: 1, parallelism: 1),
            ScryptParameters(rounds: 65_536, blockSize: 8, parallelism: 1),
            ScryptParameters(rounds: 16, blockSize: 64, parallelism: 16),
        ] {
            #expect(ScryptParameters(parameters.description) == parameters)
        }
    }

    @Test(
        "A text that costs too much, or makes no sense, is none",
        arguments: [
            "", "n=16,r=8", "n=16,r=8,p=1,x=1", "r=8,n=16,p=1", "n=16,r=8,p=one", "n=,r=8,p=1",
            "n=15,r=8,p=1", "n=0,r=8,p=1", "n=1,r=8,p=1", "n=-16,r=8,p=1", "n=16,r=0,p=1",
            "n=16,r=-8,p=1", "n=16,r=65,p=1", "n=16,r=8,p=0", "n=16,r=8,p=17", "n=524288,r=8,p=1",
            "n=4611686018427387904,r=8,p=1", "n=99999999999999999999,r=8,p=1", "n=16;r=8;p=1",
        ]
    )
    func refused(_ text: String) {
        #expect(ScryptParameters(text) == nil)
    }

    @Test("Keys are those of RFC 7914, section 12")
    func testVector() throws {
        let parameters = ScryptParameters(rounds: 1024, blockSize: 8, parallelism: 16)
        let key = try parameters.derive("password", salt: Array("NaCl".utf8), bytes: 64)
        #expect(key.count == 64)
        #expect(key.prefix(8) == [0xFD, 0xBA, 0xBE, 0x1C, 0x9D, 0x34, 0x72, 0x00])
    }
}
