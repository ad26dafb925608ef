import Foundation

/// What the environment of a program under test holds before the test adds to it: nothing of the machine's
/// owner.
public enum BareEnvironment {
    /// Where programs of the system are, and what this process was told as one that a sanitizer watches: whatever
    /// it starts is watched in the same way.
    public static let variables: [String: String] = {
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        return variables
    }()
}
