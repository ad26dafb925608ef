import BilletsContracts
import BilletsProcesses
import BilletsWire
import Foundation
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(4))) struct DoctorTests {
    @Test
    func `A variable that is misspelt, or that only looks like one, is named with what was meant`()
        async throws
    {
        let found = try await ExaminedProgram.run(
            BuiltProgram().with([
                "LES_BILLETS_STROE": "x", "LES_BILLETS_LISTEN_FILE": "x",
                "LES_BILLETS_COFFEE_PLEASE": "x",
                "LES_BILLETS_STORE_SECRET": "a", "LES_BILLETS_STORE_SECRET_FILE": "/none",
                "LES_BILLETS_MAX_BODY_BYTES": "many", "LES_BILLETS_LOCK_SECONDS": "0",
            ])
        )
        found.expect("wrong", "variables", "LES_BILLETS_STROE", "write LES_BILLETS_STORE,")
        found.expect("wrong", "variables", "LES_BILLETS_LISTEN_FILE", "only secrets")
        found.expect("warning", "variables", "LES_BILLETS_COFFEE_PLEASE")
        found.expect("wrong", "variables", "LES_BILLETS_STORE_SECRET_FILE", "both set")
        found.expect("wrong", "settings", "LES_BILLETS_MAX_BODY_BYTES is invalid")
        found.expect("wrong", "settings", "LES_BILLETS_LOCK_SECONDS is invalid")
    }

    @Test func `Files of secrets are read as the program reads them, and others' eyes are seen`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let variable = "LES_BILLETS_REDIS_PASSWORD_FILE"
            func examine(_ text: String?, mode: Int = 0o600) async throws -> ExaminedProgram {
                let path = folder + "/secret"
                try? FileManager.default.removeItem(atPath: path)
                if let text {
                    _ = FileManager.default.createFile(
                        atPath: path,
                        contents: Data(text.utf8),
                        attributes: [.posixPermissions: mode]
                    )
                }
                return try await ExaminedProgram.run(BuiltProgram().with([variable: path]))
            }
            try await examine("s3cret\n").expect("ok", "secret file", variable, "left away")
            try await examine("s3cret").expect("ok", "secret file", "holds one line.")
            try await examine("s3cret\nmore\n").expect(
                "warning",
                "secret file",
                "more than one line"
            )
            try await examine("s3cret", mode: 0o644).expect(
                "warning",
                "secret file",
                "mode 644",
                "chmod 600"
            )
            try await examine("").expect("wrong", "secret file", "is empty")
            try await examine(nil).expect("wrong", "secret file", "cannot be read")
        }
    }

    @Test func `What is wrong with certificates is said`() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        let other = try await authority.pair()
        let expired = try await authority.pair(isExpired: true)
        func examine(_ certificate: String, _ key: String?) async throws -> ExaminedProgram {
            var program = BuiltProgram().with(["LES_BILLETS_TLS_CERTIFICATE": certificate])
            if let key { program = program.with(["LES_BILLETS_TLS_KEY": key]) }
            return try await ExaminedProgram.run(program)
        }
        try await examine(pair.certificate, pair.key).expect("ok", "TLS certificate", "2049-12-31")
        try await examine(expired.certificate, expired.key)
            .expect("wrong", "TLS certificate", "has expired on 2020-01-01")
        try await examine(pair.certificate, other.key)
            .expect("wrong", "TLS certificate", "does not belong to")
        try await examine(pair.certificate, nil).expect("wrong", "TLS certificate", "only one of")
        try await examine("/none.pem", pair.key).expect("wrong", "TLS certificate", "/none.pem")
        try await examine(pair.key, pair.key).expect("wrong", "TLS certificate", "PEM")
    }

    @Test func `A certificate that ends soon is a warning, and one of the future is wrong`() {
        let day: Int64 = 24 * 3600
        let now: Int64 = 1_767_323_045
        let findings = CertificateFindings(subject: "c", path: "/c.pem", now: now)
        #expect(findings.finding(from: 0, to: now).verdict == .wrong)
        #expect(findings.finding(from: 0, to: now + 14 * day - 1).verdict == .warning)
        #expect(findings.finding(from: 0, to: now + 14 * day).verdict == .ok)
        #expect(findings.finding(from: now + 1, to: now + 99 * day).verdict == .wrong)
    }

    @Test func `A name is near to what was meant, and to nothing else`() {
        let known = ["LES_BILLETS_STORE", "LES_BILLETS_PORT", "LES_BILLETS_STORE_SECRET"]
        #expect(NearestName.of("LES_BILLETS_STOER", among: known) == "LES_BILLETS_STORE")
        #expect(
            NearestName.of("LES_BILLETS_STORESECRET", among: known) == "LES_BILLETS_STORE_SECRET"
        )
        #expect(NearestName.of("LES_BILLETS_COFFEE_PLEASE", among: known) == nil)
        #expect(NearestName.changes(from: "kitten", to: "sitting") == 3)
        #expect(NearestName.changes(from: "", to: "abc") == 3)
    }

    @Test func `A taken port is told from the gateway that is meant to be there`() async throws {
        let redis = try await RedisServer.start()
        defer { redis.stop() }
        let taken = try await ExaminedProgram.run(
            BuiltProgram(),
            "--listen",
            "127.0.0.1:\(redis.port)"
        )
        #expect(taken.lines.last?.contains("port") == true)
        #expect(taken.lines.last?.hasPrefix("ok") == false, "\(taken.lines)")
        _ = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:"
        ) { url in
            let listen = String(url.dropFirst("http://".count))
            try await ExaminedProgram.run(BuiltProgram(), "--listen", listen)
                .expect("ok", "port", "is serve, and it is ready")
        }
    }
}
