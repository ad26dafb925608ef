import BilletsStore
import ServiceLifecycle

/// A database that a process has open: it does its work without being run, and is closed when the
/// services before it have ended.
struct OpenDatabase: Service {
    /// The database.
    let store: SQLiteStore

    /// Waits for the process to end, and closes the database.
    func run() async {
        // It throws when the task is cancelled, which is another way to end.
        try? await gracefulShutdown()
        await store.close()
    }
}
