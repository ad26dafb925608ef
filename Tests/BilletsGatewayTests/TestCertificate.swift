import Foundation
import Subprocess

/// A certificate for localhost, signed by itself, and its key, in a folder that is gone afterwards.
struct TestCertificate: Sendable {
    let certificate: String
    let key: String

    /// Makes one, and calls `body` with it.
    static func with<Result: Sendable>(
        _ body: (TestCertificate) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "les-billets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = TestCertificate(
            certificate: folder.appending(path: "certificate.pem").path(),
            key: folder.appending(path: "key.pem").path()
        )
        let made = try await Subprocess.run(
            .name("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", files.key, "-out", files.certificate,
            ],
            output: .discarded,
            error: .discarded
        )
        guard made.terminationStatus.isSuccess else { throw CocoaError(.fileWriteUnknown) }
        return try await body(files)
    }
}
