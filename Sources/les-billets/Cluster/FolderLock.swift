import Glibc

/// The exclusive right to a folder, for as long as this value lives; the kernel takes it away with the
/// process, however that ends, and nothing is left on the disk (flock(2), on the folder itself).
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the right to the folder at `path`.
    ///
    /// - Throws: a `Complaint` if another process has it.
    init(path: String) throws {
        // Close-on-exec: a child that inherited the descriptor would hold the lock too.
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Complaint(
                "The folder '\(path)' cannot be opened (\(String(cString: strerror(errno)))): "
                    + "see that this user may read it, or give another with --directory."
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Complaint(
                "Another cluster runs in '\(path)': end that one, or give another folder with "
                    + "--directory."
            )
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
