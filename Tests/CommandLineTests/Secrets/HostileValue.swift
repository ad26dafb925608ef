@testable import les_billets

/// The forms in which somebody may write a secret where another value belongs.
enum HostileValue {
    /// The secret in all of them.
    static let secret = "S3cr3t9f2cMark"

    /// URLs, keys, lists and other texts that are no plain name or path.
    static let noNames = [
        "redis://:\(secret)@127.0.0.1:1", "redis://u:\(secret)@127.0.0.1:1/0",
        "rediss://:\(secret)@h", "http://u:\(secret)@127.0.0.1:1", "https://\(secret)@h",
        "https://h/\(secret)", "https://h?token=\(secret)", "https://h/#\(secret)",
        "ws://h:\(secret)", "postgres://u:\(secret)@h:5432/db?password=\(secret)",
        "grpc://u:\(secret)@h:1", "grpc://\(secret)@h:1", "grpc://h:\(secret)",
        "sqlite://u:\(secret)@h/a.db", "sqlite:postgres://u:\(secret)@h/a",
        "unix://u:\(secret)@h/s", "\(secret)\n\(secret)", "\n\(secret)",
        "-----BEGIN PRIVATE KEY-----\n\(secret)\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\(secret)",
    ]

    /// Plain texts, which may be the name of something.
    static let plainTexts = [
        secret, " \(secret) ", "\(secret),\(secret)", "'\(secret)'", "u:\(secret)",
        "\(secret)@h:80",
        "h:\(secret)", "-\(secret)", "-5\(secret)", "5\(secret)", "--\(secret)",
        "\(secret)=\(secret)",
    ]

    /// The variables that hold a plain name or path, which messages may repeat.
    static func isName(_ setting: Setting) -> Bool {
        setting.valueTypes.contains { $0 == String.self }
    }
}
