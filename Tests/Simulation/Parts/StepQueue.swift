/// What is going to happen, in order of time; at the same time, in the order in which it was planned.
struct StepQueue {
    private struct Entry {
        let time: Int
        let step: Step
    }

    /// The next one last.
    private var entries: [Entry] = []

    /// Plans a step; `time` is in microseconds.
    mutating func plan(_ step: Step, at time: Int) {
        var index = entries.count
        while index > 0, entries[index - 1].time <= time { index -= 1 }
        entries.insert(Entry(time: time, step: step), at: index)
    }

    /// Takes out what comes next.
    mutating func next() -> (time: Int, step: Step)? {
        entries.popLast().map { ($0.time, $0.step) }
    }
}
