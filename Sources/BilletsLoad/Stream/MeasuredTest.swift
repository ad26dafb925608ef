import Synchronization

/// The test whose changes are measured: the process's own, or, in a process that only watches, the first that it sees.
///
/// All event loops of a process share it, so that they measure the same test.
final class MeasuredTest: Sendable {
    private let name: Mutex<String?>

    /// The test with this id; nil: the first one that is seen.
    init(_ test: LoadTestID?) {
        name = Mutex(test?.text)
    }

    /// Returns true if a change of the test `candidate` is measured.
    func measures(_ candidate: String) -> Bool {
        name.withLock { name in
            if name == nil { name = candidate }
            return name == candidate
        }
    }

    /// The test that is measured; nil if none was seen.
    var current: String? { name.withLock { $0 } }
}
