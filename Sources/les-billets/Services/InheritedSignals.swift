import Glibc
import UnixSignals

/// The signals that this process was started to ignore: SIGHUP by nohup(1), SIGINT by a shell's `&` in a script.
///
/// A signal handler would undo that, so a process installs none for them. SIGTERM is always handled: without it, there
/// would be no way to stop a server in order.
enum InheritedSignals {
    /// Those of `signals` that a handler may be installed for.
    static func handled(_ signals: UnixSignal...) -> [UnixSignal] {
        signals.filter { $0 == .sigterm || !isIgnored($0.rawValue) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        // Function pointers are not Equatable; SIG_IGN is the address 1.
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
