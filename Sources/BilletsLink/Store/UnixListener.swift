import Billets
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// The Unix-domain socket that a store process listens on: only its own user can connect to it, from the
/// first moment on; and its group, if it is told so, as soon as it is bound.
///
/// On Linux a socket's file gets the mode that the descriptor had when it was bound (unix(7) does not say
/// so; `unix_bind_bsd` in net/unix/af_unix.c does). gRPC would bind first, and there would be a moment in
/// which others get in.
final class UnixListener: Sendable {
    private enum State {
        case unbound
        case bound(device: UInt, inode: UInt)
        case removed
    }

    /// The descriptor, which belongs to gRPC as soon as it serves.
    let descriptor: Int32

    private let path: String
    private let isForGroup: Bool
    private let isGivenAway = Mutex(false)
    private let state = Mutex(State.unbound)

    private var address: LinkAddress { .unix(path: path) }

    /// A socket for `path`, of which the file system knows nothing yet; processes of this one's group may connect, too,
    /// if it `isForGroup`.
    ///
    /// - Throws: `unavailable` if there are no descriptors left.
    init(path: String, isForGroup: Bool = false) throws(Rejection) {
        self.path = path
        self.isForGroup = isForGroup
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0, fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 else {
            throw ListenFailure.rejection(errno: errno, at: .unix(path: path))
        }
    }

    deinit {
        if isGivenAway.withLock({ !$0 }), descriptor >= 0 { close(descriptor) }
    }

    /// Takes the path; the file of a store that died there makes way, a store that lives does not.
    ///
    /// - Throws: `unavailable` with a sentence for the operator.
    func bind() async throws(Rejection) {
        try await clearPath()
        let address: NIOCore.SocketAddress
        do {
            address = try NIOCore.SocketAddress(unixDomainSocketPath: path)
        } catch {
            throw Rejection(
                .unavailable,
                "The store cannot listen on \(self.address), because the path is too long: choose one of "
                    + "107 bytes at most.",
                cause: String(describing: error)
            )
        }
        let result = address.withSockAddr { pointer, size in
            Glibc.bind(descriptor, pointer, socklen_t(size))
        }
        guard result == 0 else { throw ListenFailure.rejection(errno: errno, at: self.address) }
        if let file = file() {
            state.withLock { $0 = .bound(device: file.st_dev, inode: file.st_ino) }
        }
        // The umask of a process that keeps its files to itself takes the group's right away at `bind`.
        if isForGroup, chmod(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0 {
            throw ListenFailure.rejection(errno: errno, at: self.address)
        }
    }

    /// The descriptor is gRPC's from now on, which closes it.
    func giveAway() {
        isGivenAway.withLock { $0 = true }
    }

    /// Takes the file away, if it still is the one that was bound.
    func remove() {
        guard case .bound(let device, let inode) = state.withLock({ $0 }),
            let file = file(), file.st_dev == device, file.st_ino == inode
        else { return }
        unlink(path)
        state.withLock { $0 = .removed }
    }

    private func clearPath() async throws(Rejection) {
        guard let file = file() else { return }
        guard file.st_mode & S_IFMT == S_IFSOCK else {
            throw Rejection(
                .unavailable,
                "The store cannot listen on \(address), because a file that is no socket is there: "
                    + "choose another path."
            )
        }
        do {
            let other = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: path).get()
            try? await other.close()
        } catch let error as IOError where error.errnoCode == ECONNREFUSED {
            unlink(path)
            return
        } catch {
            throw ListenFailure.rejection(of: error, at: address)
        }
        throw ListenFailure.occupied(address, cause: "something accepts connections there")
    }

    /// What the file system says about the path; nil if there is nothing.
    private func file() -> stat? {
        var file = stat()
        return lstat(path, &file) == 0 ? file : nil
    }
}
