/// Sentences about tickets that a load test leaves open.
public enum CleanUpAdvice {
    /// The sentence about what a clean-up left open; nil if it left nothing.
    public static func sentence(
        _ outcome: TicketCleanUp.Outcome,
        test: LoadTestID,
        url: String
    ) -> String? {
        let reason = outcome.obstacle.map { " (\($0))" } ?? ""
        switch outcome.left {
        case 0: return nil
        case let left?:
            return
                "\(Figures.grouped(left)) tickets of this test are still open\(reason): \(command(test, url))"
        case nil:
            return "Tickets of this test may still be open\(reason): \(command(test, url))"
        }
    }

    /// The sentence about a test that was ended without a clean-up.
    public static func sentence(test: LoadTestID, url: String) -> String {
        "Tickets of this test may still be open: \(command(test, url))"
    }

    private static func command(_ test: LoadTestID, _ url: String) -> String {
        "close them with `les-billets load close --test \(test) --url \(url)` and the same account, or search the board for "
            + "\(test)."
    }
}
