public import Glibc

/// A program that a test started, and that the test has to wait for.
///
/// In place of Foundation's `Process`, whose pipes are inherited by whatever another test starts at the
/// same moment: their ends then never close. A child of this kind inherits two descriptors, and no
/// blocked signals: on a thread of the pool nearly all are blocked, and a shell that hears no SIGCHLD
/// waits for ever.
public struct ChildProcess: Sendable {
    /// Why a program did not start.
    public struct SpawnFailure: Error, CustomStringConvertible {
        /// The program, and the error.
        public let description: String
    }

    /// Its process id.
    public let id: pid_t

    /// Starts `arguments`, whose first is looked for along PATH; errors go to /dev/null.
    ///
    /// - Throws: `SpawnFailure`.
    public init(_ arguments: [String], input: Int32, output: Int32) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Those that are not open do not matter.
        for other in 3..<Self.descriptorsClosed {
            posix_spawn_file_actions_addclose(&actions, other)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        var id = pid_t()
        let code = posix_spawnp(&id, arguments[0], &actions, &attributes, words + [nil], environ)
        guard code == 0 else {
            throw SpawnFailure(description: "\(arguments[0]): \(String(cString: strerror(code)))")
        }
        self.id = id
    }

    private static let descriptorsClosed: Int32 = 1_024

    /// Waits until it has ended, blocking the thread: for a process that is being killed.
    public func wait() {
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
    }

    /// Waits until it has ended by itself.
    public func ended() async throws {
        var status: Int32 = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
