import Billets
import BilletsGateway
import Testing

@Suite("PasswordHasher")
struct PasswordHasherTests {
    /// Runs `body` with a hasher of one thread.
    private func withHasher(_ body: (PasswordHasher) async throws -> Void) async throws {
        let hasher = PasswordHasher(threads: 1)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(hasher)) } catch { outcome = .failure(error) }
        await hasher.shutDown()
        try outcome.get()
    }

    @Test("The password of a hash is right, any other is wrong")
    func roundTrip() async throws {
        try await withHasher { hasher in
            let hash = try await hasher.hash("pässwörd 😀")
            #expect(hash.hasPrefix("scrypt$n=65536,r=8,p=1$"))
            #expect(try await hasher.verify("pässwörd 😀", against: hash) == .prepared)
            #expect(try await hasher.verify("pässwörd", against: hash) == nil)
            #expect(try await hasher.verify("", against: hash) == nil)
        }
    }

    @Test("A password is right in every normalisation, and with every kind of space")
    func normalized() async throws {
        try await withHasher { hasher in
            let hash = try await hasher.hash("cafe\u{301}\u{A0}noir")
            for password in ["caf\u{E9} noir", "cafe\u{301}\u{2003}noir", "caf\u{E9}\u{3000}noir"] {
                #expect(try await hasher.verify(password, against: hash) == .prepared)
            }
            #expect(try await hasher.verify("cafe noir", against: hash) == nil)
        }
    }

    @Test(
        "A hash of the time before passwords were prepared is right for the bytes that it was made of"
    )
    func verbatim() async throws {
        // scrypt of "e" U+0301 U+00A0 "x", N 2, r 1, p 1, the salt 16 zeros.
        let hash =
            "scrypt$\(Self.parts.parameters)$\(Self.parts.salt)$2KvSrUqjItwW132eRnJJU8Qhh6L5R1mvFnlThTjSyKk="
        try await withHasher { hasher async throws in
            #expect(try await hasher.verify("e\u{301}\u{A0}x", against: hash) == .verbatim)
            #expect(try await hasher.verify("\u{E9} x", against: hash) == nil)
        }
    }

    @Test("The same password has another hash each time")
    func salted() async throws {
        try await withHasher { hasher async throws in
            let first = try await hasher.hash("one")
            let second = try await hasher.hash("one")
            #expect(first != second)
        }
    }

    /// A hash of "x" that costs next to nothing: N 2, r 1, p 1, the salt 16 zeros, 32 bytes.
    private static let parts = (salt: "AAAAAAAAAAAAAAAAAAAAAA==", parameters: "n=2,r=1,p=1")

    @Test(
        "A hash that was tampered with, cut off or is of another kind is never right, whatever the password",
        arguments: [
            "", "x", "$$$", "scrypt$$$", "scrypt$n=2,r=1,p=1$\(parts.salt)$",
            "scrypt$n=2,r=1,p=1$\(parts.salt)$AA==", "scrypt$n=2,r=1,p=1$\(parts.salt)$####",
            "scrypt$n=2,r=1,p=1$####$AAAA", "scrypt$n=2,r=1,p=1$\(parts.salt)",
            "plain$n=2,r=1,p=1$x$x",
            "scrypt$n=1099511627776,r=8,p=1$\(parts.salt)$AAAA",
            "scrypt$n=2,r=1,p=1$\(parts.salt)$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "scrypt$n=2,r=1,p=1$\(parts.salt)$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=$",
        ]
    )
    func tampered(_ hash: String) async throws {
        try await withHasher { hasher async throws in
            for password in ["", "x"] {
                #expect(try await hasher.verify(password, against: hash) == nil)
            }
        }
    }

    @Test("Without a hash no password is right")
    func unknown() async throws {
        try await withHasher { hasher async throws in
            #expect(try await hasher.verify("x", against: nil) == nil)
            #expect(try await hasher.verify("e\u{301}", against: nil) == nil)
        }
    }

    @Test("When too many wait, the rest is refused at once, and everybody is answered")
    func bound() async throws {
        try await withHasher { hasher async throws in
            let hash =
                "scrypt$n=1024,r=8,p=1$\(Self.parts.salt)$" + String(repeating: "A", count: 43)
                + "="
            let codes = await withTaskGroup(of: RejectionCode?.self) { group in
                for _ in 0..<(PasswordHasher.waitingMaximum * 3) {
                    group.addTask {
                        do throws(Rejection) {
                            _ = try await hasher.verify("x", against: hash)
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count == PasswordHasher.waitingMaximum * 3)
            #expect(codes.count { $0 == nil } >= PasswordHasher.waitingMaximum)
            #expect(codes.contains(.unavailable))
        }
    }

    @Test("After its end it refuses, and does not hang")
    func ended() async throws {
        let hasher = PasswordHasher(threads: 1)
        await hasher.shutDown()
        await #expect(throws: Rejection.self) { try await hasher.hash("x") }
    }
}
