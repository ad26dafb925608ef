import Billets
import BilletsContracts
import BilletsLink
import BilletsWire
import FoundationEssentials
import Testing

@Suite("Trust between gateways and store", .timeLimit(.minutes(2)))
struct LinkTrustTests {
    @Test("A gateway whose certificate is of the store's authority gets in without a secret")
    func certificate() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let tls = try await Self.tls(authority)
        try await LinkRig.withServer(of: MemoryStore(), admission: Self.demanding(authority)) {
            address in
            try await LinkRig.withRemote(of: address, secret: nil, tls: tls) { remote in
                _ = try await remote.identity()
            }
            let probe = StoreProbe(address: address, tls: tls, patience: .seconds(60))
            #expect(try await probe.status().isServing)
        }
    }

    @Test("A gateway without a certificate is refused; both ends say so")
    func noCertificate() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        try await Self.expectRefusal(
            by: Self.demanding(authority),
            of: GatewayTLS(authority: TLSAuthority(authority.certificate)),
            says: "because it shows no certificate",
            storeLogs: "without a certificate was refused"
        )
    }

    @Test("A gateway with a foreign authority's certificate is refused; both ends say so")
    func foreignCertificate() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let other = try await CertificateAuthority()
        defer { other.remove() }
        let foreign = try await other.pair()
        try await Self.expectRefusal(
            by: Self.demanding(authority),
            of: GatewayTLS(
                authority: TLSAuthority(authority.certificate),
                identity: TLSIdentity(certificate: foreign.certificate, key: foreign.key)
            ),
            says: "does not know the authority of the gateway's certificate",
            storeLogs: "not of the authority"
        )
    }

    @Test("A gateway with an expired certificate is refused; both ends say so")
    func expiredCertificate() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        try await Self.expectRefusal(
            by: Self.demanding(authority),
            of: Self.tls(authority, isExpired: true),
            says: "because the gateway's certificate has expired",
            storeLogs: "has expired"
        )
    }

    @Test("Where both are demanded, a certificate without the secret is not enough")
    func both() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let admission = try await Self.demanding(authority, secret: "hush")
        let tls = try await Self.tls(authority)
        try await Self.expectRefusal(
            by: admission,
            of: tls,
            says: "shared secret is wrong",
            storeLogs: "without the shared secret"
        )
        try await LinkRig.withServer(of: MemoryStore(), admission: admission) { address in
            try await LinkRig.withRemote(of: address, secret: "hush", tls: tls) { remote in
                _ = try await remote.identity()
            }
        }
    }

    @Test("A store with a certificate and a secret needs none of its gateways")
    func secretOverTLS() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let admission = StoreAdmission.secret("hush", identity: try await Self.identity(authority))
        let tls = try GatewayTLS(authority: TLSAuthority(authority.certificate))
        try await LinkRig.withServer(of: MemoryStore(), admission: admission) { address in
            try await LinkRig.withRemote(of: address, secret: "hush", tls: tls) { remote in
                _ = try await remote.identity()
            }
        }
        try await Self.expectRefusal(
            by: admission,
            of: tls,
            says: "shared secret is wrong",
            storeLogs: "without the shared secret"
        )
    }

    @Test("A gateway refuses a store of another authority; both ends say so")
    func foreignStore() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let other = try await CertificateAuthority()
        defer { other.remove() }
        let admission = StoreAdmission.secret(
            LinkRig.secret,
            identity: try await Self.identity(authority)
        )
        try await Self.expectRefusal(
            by: admission,
            of: GatewayTLS(authority: TLSAuthority(other.certificate)),
            says: "This gateway refuses the store",
            storeLogs: "does not know the authority"
        )
    }

    @Test(
        "A gateway refuses a store whose certificate is for another name, or the name it was told"
    )
    func otherName() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let elsewhere = try await Self.identity(authority, for: "DNS:store.example")
        let admission = StoreAdmission.secret(LinkRig.secret, identity: elsewhere)
        let root = try TLSAuthority(authority.certificate)
        try await Self.expectRefusal(
            by: admission,
            of: GatewayTLS(authority: root),
            says: "is for another name",
            storeLogs: nil
        )
        let named = try GatewayTLS(authority: root, storeName: "store.example")
        try await LinkRig.withServer(of: MemoryStore(), admission: admission) { address in
            try await LinkRig.withRemote(of: address, tls: named) { _ = try await $0.identity() }
        }
        #expect(throws: Rejection.self) { try GatewayTLS(authority: root, storeName: "10.0.0.1") }
    }

    @Test("Where only one end speaks TLS, both ends say so")
    func halfTLS() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let identity = try await Self.identity(authority)
        try await Self.expectRefusal(
            by: .secret(LinkRig.secret, identity: identity),
            of: nil,
            says: "The store speaks TLS, and this gateway was not told to",
            storeLogs: "this store speaks TLS, and the other end does not"
        )
        try await Self.expectRefusal(
            by: .secret(LinkRig.secret),
            of: GatewayTLS(authority: TLSAuthority(authority.certificate)),
            says: "told to speak TLS with the store, and the store does not",
            storeLogs: "the other end speaks TLS"
        )
    }

    @Test("TLS goes over a Unix-domain socket too, where the store is called localhost")
    func unixSocket() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let tls = try await Self.tls(authority)
        let address = LinkAddress.unix(path: authority.folder.appending(path: "s").path())
        try await LinkRig.withServer(
            of: MemoryStore(),
            at: address,
            admission: Self.demanding(authority)
        ) { address in
            try await LinkRig.withRemote(of: address, secret: nil, tls: tls) { remote in
                _ = try await remote.identity()
            }
        }
    }

    @Test("A gateway whose expired certificate is renewed gets in by itself")
    func renewal() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair(isExpired: true)
        let renewed = try await authority.pair()
        let tls = try GatewayTLS(
            authority: TLSAuthority(authority.certificate),
            identity: TLSIdentity(certificate: pair.certificate, key: pair.key)
        )
        let log = LogRecorder()
        try await LinkRig.withServer(of: MemoryStore(), admission: Self.demanding(authority)) {
            address in
            try await LinkRig.withRemote(of: address, tls: tls, logger: log.logger) { _ in
                await log.line(with: "has expired")
                for (old, new) in [
                    (pair.certificate, renewed.certificate), (pair.key, renewed.key),
                ] {
                    try Data(contentsOf: URL(filePath: new)).write(to: URL(filePath: old))
                }
                await log.line(with: "The store is reached.")
            }
        }
    }

    private static func identity(
        _ authority: CertificateAuthority,
        for names: String = "DNS:localhost,IP:127.0.0.1",
        isExpired: Bool = false
    ) async throws -> TLSIdentity {
        let pair = try await authority.pair(for: names, isExpired: isExpired)
        return try TLSIdentity(certificate: pair.certificate, key: pair.key)
    }

    private static func tls(
        _ authority: CertificateAuthority,
        isExpired: Bool = false
    ) async throws -> GatewayTLS {
        try GatewayTLS(
            authority: TLSAuthority(authority.certificate),
            identity: await identity(authority, isExpired: isExpired)
        )
    }

    private static func demanding(
        _ authority: CertificateAuthority,
        secret: Secret? = nil
    ) async throws -> StoreAdmission {
        .certificate(
            from: try TLSAuthority(authority.certificate),
            identity: try await identity(authority),
            secret: secret
        )
    }

    /// Sees that a gateway does not get in, and that the reason reaches whoever asks it, its log and
    /// that of the store, none of which repeats a secret.
    private static func expectRefusal(
        by admission: StoreAdmission,
        of tls: GatewayTLS?,
        says sentence: String,
        storeLogs storeSentence: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (storeLog, gatewayLog) = (LogRecorder(), LogRecorder())
        try await LinkRig.withServer(
            of: MemoryStore(),
            admission: admission,
            logger: storeLog.logger
        ) { address in
            try await LinkRig.withRemote(of: address, tls: tls, logger: gatewayLog.logger) {
                remote in
                let rejection = await #expect(
                    throws: Rejection.self,
                    sourceLocation: sourceLocation
                ) {
                    try await remote.identity()
                }
                #expect(
                    rejection?.message.contains(sentence) == true,
                    "\(rejection.debugDescription)",
                    sourceLocation: sourceLocation
                )
                await gatewayLog.line(with: sentence)
                if let storeSentence { await storeLog.line(with: storeSentence) }
            }
        }
        let lines = storeLog.lines + gatewayLog.lines
        #expect(
            !lines.contains { $0.contains(LinkRig.secret.revealed) },
            sourceLocation: sourceLocation
        )
    }
}
