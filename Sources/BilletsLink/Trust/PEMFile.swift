import Billets
import FoundationEssentials
import NIOSSL

/// Reads the PEM files (RFC 7468) that certificates and keys are kept in.
enum PEMFile {
    /// The largest file that is read: a bundle of all authorities of a system has some 200 KiB.
    static let bytesMaximum = 1024 * 1024

    /// The certificates in the file at `path`, which `role` says what they are for: "The certificate".
    ///
    /// - Throws: `unavailable`, if the file cannot be read or holds no certificate.
    static func certificates(
        at path: String,
        as role: String
    ) throws(Rejection) -> (bytes: [UInt8], parsed: [NIOSSLCertificate]) {
        let bytes = try read(path, as: role)
        guard let parsed = try? NIOSSLCertificate.fromPEMBytes(bytes), !parsed.isEmpty else {
            throw Rejection(
                .unavailable,
                "\(role) '\(path)' is no certificate in PEM form: name a file that begins with "
                    + "-----BEGIN CERTIFICATE-----."
            )
        }
        return (bytes, parsed)
    }

    /// The private key in the file at `path`.
    ///
    /// - Throws: `unavailable`, if the file cannot be read or holds no key that needs no pass phrase.
    static func privateKey(
        at path: String
    ) throws(Rejection) -> (bytes: [UInt8], parsed: NIOSSLPrivateKey) {
        let bytes = try read(path, as: "The private key")
        guard let parsed = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw Rejection(
                .unavailable,
                "The private key '\(path)' is no private key in PEM form without a pass phrase: name "
                    + "a file that begins with -----BEGIN PRIVATE KEY-----."
            )
        }
        return (bytes, parsed)
    }

    private static func read(_ path: String, as role: String) throws(Rejection) -> [UInt8] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Rejection(
                .unavailable,
                "\(role) '\(path)' cannot be read: see that the file exists and that this user may "
                    + "read it.",
                cause: String(describing: error)
            )
        }
        guard data.count <= bytesMaximum else {
            throw Rejection(
                .unavailable,
                "\(role) '\(path)' is larger than \(bytesMaximum / 1024) KiB: name a file of PEM."
            )
        }
        return Array(data)
    }
}
