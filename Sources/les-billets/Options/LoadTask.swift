import BilletsLoad

/// The first argument of `les-billets load`.
enum LoadTask: Hashable, Sendable {
    /// A test of this scenario.
    case test(LoadScenario)

    /// Closing the tickets that a test left open.
    case close
}

extension LoadTask: OptionValue {
    /// Reads the name of a scenario, or `close`.
    init(parsing text: String) throws {
        if text == "close" {
            self = .close
            return
        }
        do {
            self = .test(try LoadScenario(parsing: text))
        } catch let complaint as Complaint {
            throw Complaint(complaint.sentence + "; or close, for the tickets of an earlier test")
        }
    }
}
