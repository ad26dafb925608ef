import Billets
import BilletsContracts
import BilletsLink
import FoundationEssentials
import Testing

@Suite("TLS files")
struct TLSFileTests {
    @Test("A file that is not there is named, with what to do")
    func missing() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        Self.expect("The certificate '/none.pem' cannot be read: see that the file exists") {
            () throws(Rejection) in
            _ = try TLSIdentity(certificate: "/none.pem", key: pair.key)
        }
        Self.expect("The private key '/none.key' cannot be read") { () throws(Rejection) in
            _ = try TLSIdentity(certificate: pair.certificate, key: "/none.key")
        }
        Self.expect("The authority '/none.pem' cannot be read") { () throws(Rejection) in
            _ = try TLSAuthority("/none.pem")
        }
    }

    @Test("A file of something else is named, with what it should be")
    func otherContents() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        let empty = authority.folder.appending(path: "empty").path()
        try Data().write(to: URL(filePath: empty))
        for path in [empty, pair.key, "/proc/self/exe"] {
            Self.expect("The certificate '\(path)' is") { () throws(Rejection) in
                _ = try TLSIdentity(certificate: path, key: pair.key)
            }
            Self.expect("The authority '\(path)' is") { () throws(Rejection) in
                _ = try TLSAuthority(path)
            }
        }
        Self.expect("-----BEGIN PRIVATE KEY-----") { () throws(Rejection) in
            _ = try TLSIdentity(certificate: pair.certificate, key: pair.certificate)
        }
    }

    @Test("A key that is another certificate's is refused")
    func otherKey() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        let other = try await authority.pair()
        Self.expect("does not fit the certificate '\(pair.certificate)'") { () throws(Rejection) in
            _ = try TLSIdentity(certificate: pair.certificate, key: other.key)
        }
    }

    private static func expect(
        _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws(Rejection) -> Void
    ) {
        let rejection = #expect(throws: Rejection.self, sourceLocation: sourceLocation) {
            try body()
        }
        #expect(
            rejection?.message.contains(words) == true,
            "\(rejection.debugDescription)",
            sourceLocation: sourceLocation
        )
    }
}
