import BilletsProcesses
public import Foundation
import Glibc

/// An authority that certifies a test's own servers and clients, made with openssl(1).
public final class CertificateAuthority: Sendable {
    /// A certificate and its key, as PEM files.
    public struct Pair: Sendable {
        /// The path of the certificate.
        public let certificate: String

        /// The path of the private key.
        public let key: String
    }

    /// What openssl did not do.
    public struct Failure: Error, CustomStringConvertible {
        /// Which command.
        public let description: String
    }

    /// The folder of its files.
    public let folder: URL

    /// The path of its own certificate.
    public var certificate: String { folder.appending(path: "authority.pem").path() }

    private static let configuration = """
        [ca]
        default_ca = test
        [test]
        database = index
        new_certs_dir = .
        rand_serial = yes
        unique_subject = no
        default_md = sha256
        policy = any
        copy_extensions = copy
        [any]
        commonName = supplied
        """

    /// A new authority, with a name that no other has.
    ///
    /// - Throws: `Failure` if there is no openssl.
    public init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "billets-authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.configuration
            .write(to: folder.appending(path: "ca.cnf"), atomically: true, encoding: .utf8)
        try Data().write(to: folder.appending(path: "index"))
        try await openssl(
            """
            req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
            -keyout authority.key -out authority.pem -subj /CN=\(UUID().uuidString)
            """,
            makes: "authority.pem"
        )
    }

    /// Removes its files.
    public func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A certificate for servers and clients, with a new key; `names` says whom it is for, as openssl writes it,
    /// and an expired one was good until 2020 only.
    public func pair(
        for names: String = "DNS:localhost,IP:127.0.0.1",
        isExpired: Bool = false
    ) async throws -> Pair {
        let name = UUID().uuidString
        try await openssl(
            """
            req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(name).key \
            -out \(name).csr -subj /CN=\(name) -addext subjectAltName=\(names)
            """,
            makes: "\(name).csr"
        )
        try await openssl(
            """
            ca -batch -notext -config ca.cnf -cert authority.pem -keyfile authority.key \
            -in \(name).csr -out \(name).pem -startdate 20190101000000Z \
            -enddate \(isExpired ? "20200101000000Z" : "20491231235959Z")
            """,
            makes: "\(name).pem"
        )
        let path = folder.appending(path: name).path()
        return Pair(certificate: "\(path).pem", key: "\(path).key")
    }

    private func openssl(_ arguments: String, makes file: String) async throws {
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        let process = try ChildProcess(
            ["sh", "-c", "cd \"$0\" && exec openssl \(arguments)", folder.path()],
            input: nothing,
            output: nothing
        )
        try await process.ended()
        let made = try? Data(contentsOf: folder.appending(path: file))
        guard made?.isEmpty == false else { throw Failure(description: "openssl \(arguments)") }
    }
}
