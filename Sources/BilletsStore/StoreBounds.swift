/// The bounds of everything that could grow or last; tests tighten some.
struct StoreBounds {
    /// How many commands may wait; one more is refused.
    var waitingCommandsMaximum = 10_000

    /// How many commands share one transaction: more would make the first wait for the last.
    var batchCommandsMaximum = 1_000

    /// How long a command may wait for its transaction.
    ///
    /// Whoever sent it has given it up by then, and it is not carried out any more.
    var commandWaitMaximum: Duration = .seconds(5)

    /// How long a transaction waits for another process to finish its own.
    ///
    /// That is shorter than a gateway waits for a sign of life of a store process, and than a command waits.
    var writerLockWaitMaximum: Duration = .seconds(3)

    /// How long SQLite itself waits for a program that does not know of the writer lock, such as the
    /// sqlite3 shell.
    var busyWaitMaximum: Duration = .seconds(3)

    /// How many connections read at the same time.
    var readersMaximum = 4

    /// How many events one page holds, whatever its reader asks for.
    var pageEventsMaximum = 10_000

    /// How many locks that ran out one call of `maintain` ends; the next one goes on.
    var expiriesMaximum = 1_000

    /// Of how many users that left one call of `maintain` ends the locks; the next one goes on.
    var departuresMaximum = 100

    /// How many events are forgotten in one transaction: twice as many as a batch can bring, and some.
    var forgottenEventsMaximum = 2_500

    /// How many revocations are forgotten in one transaction.
    var forgottenRevocationsMaximum = 1_000

    /// How many API tokens that have ended are forgotten in one transaction.
    var forgottenTokensMaximum = 1_000

    /// Of how many subjects attempts are forgotten in one transaction.
    var forgottenThrottlesMaximum = 1_000

    /// The texts of how many tickets are indexed in one transaction: as many as a batch can write.
    var indexedTicketsMaximum = 1_000

    /// The time in which commands index texts once: tickets that change again and again are indexed less often.
    var indexingPause: Duration = .seconds(1)

    /// The most transactions that a search makes to index what it must find.
    var searchTransactionsMaximum = 32

    /// The most tickets that a search looks up in the index.
    ///
    /// When more have the terms, it reads the list in its
    /// order instead, and soon has a page of them.
    var candidateTicketsMaximum = 5_000

    /// The most lists of tickets that are read at the same time: fewer than `readersMaximum`, so that connections are left for
    /// everything else.
    var listingsMaximum = 2

    /// The most lists of tickets that wait to be read; one more is refused.
    var waitingListingsMaximum = 64

    /// The longest wait of a list to be read.
    ///
    /// Together with `listingDurationMaximum` that is shorter than a gateway waits for a store process.
    var listingWaitMaximum: Duration = .seconds(2)

    /// The longest time of reading a list, after which SQLite is interrupted.
    var listingDurationMaximum: Duration = .seconds(2)

    /// How old the time at which a gateway was last heard of gets before it is written again, so that
    /// an idle cluster leaves the disk alone.
    var heartbeatAgeMaximum: Duration = .seconds(3)

    /// The size to which SQLite cuts its log when it starts over.
    var logBytesMaximum = 64 << 20

    /// How many pages of 4 KiB are in the log before a commit copies them to the database.
    ///
    /// Each page is copied once, however often it was written. It is half of what the log is cut to.
    var logPagesMaximum = 8_192

    /// How many bytes of pages the writer keeps in memory; what a batch changes beyond that is written to the log twice.
    var writerCacheBytesMaximum = 32 << 20

    /// How large a database may be for all its pages to be looked at whenever it is opened, which takes a fraction of
    /// a second; a migration, `backup` and `restore` look at all of any.
    var checkedBytesMaximum: Int64 = 64 << 20
}
