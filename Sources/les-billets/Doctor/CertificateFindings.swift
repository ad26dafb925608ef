import BilletsWire
import NIOSSL

/// What is found about the certificates in a PEM file: whether they can be read, and until when they are good.
struct CertificateFindings {
    /// A certificate that ends sooner than this is a warning.
    static let remainderWarning: Duration = .seconds(14 * 24 * 3600)

    /// What the certificates are, in a few words.
    let subject: String

    /// Where they are.
    let path: String

    /// The present moment.
    let now: Int64

    /// What is found; `fit` throws if the certificates and their key do not belong together.
    func findings(fit: () throws -> Void = {}) -> [Finding] {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(path)
            try fit()
        } catch {
            let sentence =
                ErrorSentence.of(error).flatMap { error is NIOSSLError ? nil : $0 }
                ?? "'\(path)' cannot be read as certificates in PEM: see that it exists, and what it holds."
            return [Finding(subject, .wrong, sentence)]
        }
        guard !chain.isEmpty else {
            return [Finding(subject, .wrong, "There is no certificate in '\(path)'.")]
        }
        // The one that ends first ends them all.
        let end = chain.map { Int64($0.notValidAfter) }.min() ?? 0
        let begin = chain.map { Int64($0.notValidBefore) }.max() ?? 0
        return [finding(from: begin, to: end)]
    }

    /// What it means that certificates are good from one moment to another, in seconds since 1970.
    func finding(from begin: Int64, to end: Int64) -> Finding {
        let day: (Int64) -> String = { String(TimestampText.of(seconds: $0).prefix(10)) }
        if end <= now {
            return Finding(
                subject,
                .wrong,
                "The certificate in '\(path)' has expired on \(day(end)): put a new one there."
            )
        }
        if begin > now {
            return Finding(
                subject,
                .wrong,
                "The certificate in '\(path)' is not good before \(day(begin)): see also that the clock is right."
            )
        }
        guard end - now >= Self.remainderWarning.components.seconds else {
            return Finding(
                subject,
                .warning,
                "The certificate in '\(path)' expires on \(day(end)): put a new one there before."
            )
        }
        return Finding(subject, .ok, "The certificate in '\(path)' is good until \(day(end)).")
    }
}
