/// What every `TicketStore` promises, whichever way it keeps tickets.
///
/// For each check of `all`, a test makes a `StoreUnderTest` and runs the check on it:
///
/// ```swift
/// @Test(arguments: TicketStoreContract.all)
/// func keepsTheContract(_ check: StoreCheck) async throws {
///     let clock = HandClock()
///     let store = MemoryStore(clock: clock.wallClock)
///     try await check.run(StoreUnderTest(tickets: store, accounts: store, clock: clock))
/// }
/// ```
public enum TicketStoreContract {
    /// All checks.
    public static let all: [StoreCheck] =
        tickets + lists + searches + locks + intents + history + presence + nodes + logLevels
        + races
}
