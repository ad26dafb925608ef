import Billets
import Foundation
import Testing

@testable import les_billets

@Suite struct SettingsTests {
    @Test func `The command line wins over the environment, which wins over nothing`() throws {
        let settings = Settings(["LES_BILLETS_PORT": "81"])
        #expect(try settings.value(PortNumber(82), .port) == PortNumber(82))
        #expect(try settings.value(nil as PortNumber?, .port) == PortNumber(81))
        #expect(try Settings([:]).value(nil as PortNumber?, .port) == nil)
    }

    @Test func `An empty variable is one that is not there`() throws {
        #expect(try Settings(["LES_BILLETS_PORT": ""]).value(nil as PortNumber?, .port) == nil)
    }

    @Test func `A variable that makes no sense is named`() {
        let settings = Settings(["LES_BILLETS_DEMO": "maybe"])
        #expect(throws: Complaint("LES_BILLETS_DEMO is invalid: write yes or no.")) {
            try settings.value(nil as Bool?, .demo)
        }
    }

    @Test(arguments: [("yes", true), ("TRUE", true), ("1", true), ("no", false), ("0", false)])
    func `A flag is yes or no`(text: String, isSet: Bool) throws {
        #expect(try Settings(["LES_BILLETS_DEMO": text]).value(nil as Bool?, .demo) == isSet)
    }

    @Test func `A secret is in its variable, or in the first line of the file that is named`()
        throws
    {
        try Self.withFile("s3cret\r\nsecond line") { (path) throws in
            let settings = Settings(["LES_BILLETS_STORE_SECRET_FILE": path])
            #expect(try settings.secret(.storeSecret) == "s3cret")
            #expect(
                try Settings(["LES_BILLETS_STORE_SECRET": "open"]).secret(.storeSecret) == "open"
            )
            #expect(try Settings([:]).secret(.storeSecret) == nil)
        }
    }

    @Test func `A secret in both places is refused, and not repeated`() throws {
        let settings = Settings([
            "LES_BILLETS_STORE_SECRET": "visible", "LES_BILLETS_STORE_SECRET_FILE": "/nowhere",
        ])
        #expect(
            throws: Complaint(
                "LES_BILLETS_STORE_SECRET and LES_BILLETS_STORE_SECRET_FILE are both set: unset one "
                    + "of them."
            )
        ) { try settings.secret(.storeSecret) }
    }

    @Test(arguments: ["", "\n", String(repeating: "x", count: SecretFile.bytesMaximum + 1)])
    func `A file without a secret, or with too much, is refused`(content: String) throws {
        try Self.withFile(content) { path in
            #expect(throws: Complaint.self) {
                try Settings(["LES_BILLETS_STORE_SECRET_FILE": path]).secret(.storeSecret)
            }
        }
    }

    @Test func `No variable is named twice, and all begin alike`() {
        let names = Setting.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("LES_BILLETS_") })
    }

    private static func withFile(_ content: String, _ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "les-billets-secret-\(UUID().uuidString)"
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }
}
