import Glibc

/// The reason why a file cannot be opened or written, apart from missing rights and missing folders.
enum FileFault: Hashable {
    /// Its file system is mounted read-only.
    case readOnlyFileSystem

    /// It is a symbolic link to nothing.
    case danglingLink(target: String)

    /// Symbolic links lead in a circle.
    case linkLoop

    /// The path, or the name in it, is too long.
    case nameTooLong

    /// The disk is full, or this user's share of it.
    case noRoom

    /// No more files can be open in this process, or on this machine.
    case tooManyOpenFiles

    /// It is a device.
    case device

    /// It is a named pipe.
    case pipe

    /// It is a socket.
    case socket

    /// The system's words for anything else.
    case other(String)

    /// The fault of which the error number `code` tells.
    init(errno code: Int32) {
        switch code {
        case EROFS: self = .readOnlyFileSystem
        case ELOOP: self = .linkLoop
        case ENAMETOOLONG: self = .nameTooLong
        case ENOSPC, EDQUOT: self = .noRoom
        case EMFILE, ENFILE: self = .tooManyOpenFiles
        default: self = .other(String(cString: strerror(code)))
        }
    }

    /// The fault of a file whose mode is `mode`; nil for regular files and folders.
    init?(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFCHR, S_IFBLK: self = .device
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: return nil
        }
    }

    /// The sentence for an operator about the file at `path`.
    func sentence(about path: String) -> String {
        switch self {
        case .readOnlyFileSystem:
            "\(path) is on a read-only file system: remount it for writing, or name a file on another one."
        case .danglingLink(let target):
            "\(path) is a symbolic link to \(target), which does not exist: create that, or correct the link."
        case .linkLoop:
            "\(path) leads through a loop of symbolic links: correct the links, or name the file itself."
        case .nameTooLong:
            """
            The path \(path) is too long for the file system or for SQLite, which add suffixes such as -writer.lock: \
            name a shorter one.
            """
        case .noRoom:
            "The disk that holds \(path) is full, or your quota on it: make room, and try again."
        case .tooManyOpenFiles:
            """
            Too many files are open to open \(path) as well: raise the limit of open files (ulimit -n), or close some.
            """
        case .device: "\(path) is a device, not a regular file: name another."
        case .pipe: "\(path) is a named pipe, not a regular file: name another."
        case .socket: "\(path) is a socket, not a regular file: name another."
        case .other(let reason):
            "\(path) cannot be opened (\(reason)): see that the path is right and its disk works."
        }
    }
}
