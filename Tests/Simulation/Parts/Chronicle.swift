/// What happened in a simulated world, line by line, where somebody wants to know.
///
/// Most schedules are run without; one that breaks a promise is run again, and tells.
///
/// A reference, since whoever tells something reads the world while doing so.
final class Chronicle {
    /// Whether anything is kept.
    let isRecording: Bool

    /// What was kept, in order.
    private(set) var lines: [String] = []

    /// An empty chronicle.
    init(isRecording: Bool) {
        self.isRecording = isRecording
    }

    /// Keeps a line; `time` is in microseconds.
    func note(at time: Int, _ line: () -> String) {
        guard isRecording else { return }
        let milliseconds = String(time / 1000)
        let fraction = String(time % 1000 + 1000).dropFirst()
        let padding = String(repeating: " ", count: max(0, 6 - milliseconds.count))
        lines.append("\(padding)\(milliseconds).\(fraction) ms  \(line())")
    }
}
