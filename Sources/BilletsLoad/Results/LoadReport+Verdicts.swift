public import BilletsWire

extension LoadReport {
    /// Judges the report by `objectives`, and warns of what went wrong and none of them is about.
    public mutating func judge(by objectives: [Objective]) {
        verdicts = objectives.map { $0.verdict(on: self) }
        notes += LoadAdvice.warnings(on: self, stated: objectives)
    }
}
