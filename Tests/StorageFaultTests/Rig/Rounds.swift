import Foundation

/// How much is tried: little, so that `deploy/test` is quick; or as much as LES_BILLETS_STORAGE_ROUNDS says.
enum Rounds {
    /// The variable; deploy/test-storage sets it to 200.
    private static let wanted = ProcessInfo.processInfo.environment["LES_BILLETS_STORAGE_ROUNDS"]
        .flatMap(Int.init)

    /// The first of the numbers that choose what happens; the same number chooses the same.
    static let seed =
        ProcessInfo.processInfo.environment["LES_BILLETS_STORAGE_SEED"]
        .flatMap(UInt64.init) ?? 4

    /// How often the store is killed.
    static let kills = wanted ?? 8

    /// How often each of migration, backup and restore is killed.
    static let otherKills = wanted.map { max(1, $0 / 4) } ?? 4

    /// How many images of a disk after a power cut are made.
    static let images = wanted.map { $0 * 5 } ?? 60
}
