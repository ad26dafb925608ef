import ArgumentParser

extension ArgumentHelp {
    /// The help of an option that the environment can give too: what it says, how its value is
    /// called, and what holds without it.
    static func setting(
        _ setting: Setting,
        _ text: String,
        value: String? = nil,
        default standard: String? = nil
    ) -> ArgumentHelp {
        let notes = [setting.rawValue] + (standard.map { ["default: \($0)"] } ?? [])
        return ArgumentHelp("\(text) [\(notes.joined(separator: "; "))]", valueName: value)
    }
}
