import Glibc

/// The device and inode of a file: a rename keeps them, a copy has others.
struct FileIdentity: Hashable, Sendable {
    /// The file system.
    let device: dev_t

    /// The file's number in it.
    let inode: ino_t

    /// The identity of the file at `path`, with symbolic links followed.
    ///
    /// - Returns: nil if there is none; `errno` says why.
    init?(at path: UnsafePointer<CChar>) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The identity of an open file.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = status.st_dev
        inode = status.st_ino
    }
}
