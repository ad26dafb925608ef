import Billets
import BilletsLink
import BilletsWire
import FoundationEssentials
import Glibc
import Testing

@Suite("A store at a Unix-domain socket", .timeLimit(.minutes(2)))
struct UnixListenerTests {
    @Test("Only its own user can reach it, and its file is gone when it has ended")
    func mode() async throws {
        let path = Self.path()
        let memory = MemoryStore()
        try await LinkRig.withServer(of: memory, at: .unix(path: path)) { address in
            #expect(address == .unix(path: path))
            var file = stat()
            #expect(lstat(path, &file) == 0)
            #expect(file.st_mode & S_IFMT == S_IFSOCK)
            #expect(file.st_mode & 0o777 == 0o600)
            try await LinkRig.withRemote(of: address) { remote in
                let identity = try await remote.identity()
                #expect(try await identity == memory.identity())
            }
        }
        #expect(access(path, F_OK) != 0)
    }

    @Test("Its group reaches it if the store is told so, whatever the umask, and nobody else does")
    func groupMode() async throws {
        let path = Self.path()
        let server = try StoreServer(
            store: MemoryStore(),
            address: .unix(path: path),
            admission: .secret(LinkRig.secret),
            isSocketForGroup: true,
            logger: LinkRig.logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let bound = try await server.boundAddress
            #expect(bound == .unix(path: path))
            var file = stat()
            #expect(lstat(path, &file) == 0)
            #expect(file.st_mode & 0o777 == 0o660)
            group.cancelAll()
            while await group.nextResult() != nil {}
        }
    }

    @Test("A second one at the same path says that it is taken, and does no harm")
    func taken() async throws {
        let path = Self.path()
        let memory = MemoryStore()
        try await LinkRig.withServer(of: memory, at: .unix(path: path)) { address in
            try await Self.expect("another process", at: path)
            try await LinkRig.withRemote(of: address) { remote in
                let identity = try await remote.identity()
                #expect(try await identity == memory.identity())
            }
        }
    }

    @Test("The file of a store that died makes way")
    func stale() async throws {
        let path = Self.path()
        // A socket that was bound and closed leaves what a killed process leaves.
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        close(descriptor)
        #expect(bound == 0)
        #expect(access(path, F_OK) == 0)
        try await LinkRig.withServer(of: MemoryStore(), at: .unix(path: path)) { address in
            try await LinkRig.withRemote(of: address) { _ = try await $0.identity() }
        }
    }

    @Test("A file that is no socket stays, and the sentence says so")
    func otherFile() async throws {
        let path = Self.path()
        defer { unlink(path) }
        try Data("mine".utf8).write(to: URL(filePath: path))
        try await Self.expect("no socket", at: path)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
    }

    @Test("A path that is too long, or in no folder, is refused with a sentence")
    func badPath() async throws {
        try await Self.expect("too long", at: "/tmp/" + String(repeating: "x", count: 200))
        try await Self.expect("no such folder", at: "/tmp/none-\(UUID().uuidString)/s")
    }

    private static func path() -> String { "/tmp/les-billets-\(UUID().uuidString.prefix(8)).sock" }

    private static func expect(_ words: String, at path: String) async throws {
        let server = try StoreServer(
            store: MemoryStore(),
            address: .unix(path: path),
            admission: .secret(LinkRig.secret),
            logger: LinkRig.logger
        )
        async let address = try? server.boundAddress
        let rejection = await #expect(throws: Rejection.self) { try await server.run() }
        let bound = await address
        #expect(bound == nil)
        #expect(rejection?.message.contains(words) == true, "\(rejection.debugDescription)")
    }
}
