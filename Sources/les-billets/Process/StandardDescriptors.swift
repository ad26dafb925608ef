import Glibc

/// The descriptors 0, 1 and 2 of this process.
enum StandardDescriptors {
    /// Opens /dev/null as each of them that the process was started without.
    ///
    /// Otherwise the next file or socket gets the number 2, and log lines are written into it. Call this before anything
    /// else is opened.
    static func openMissing() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            // open(2) takes the lowest free number, which is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }
}
