import Billets
import BilletsWire

extension EventPage {
    /// Whether the page, which was asked for with the revision of `cursor`, goes on where that ends: it is
    /// the same history, which reaches so far, and nothing in between has been forgotten.
    func continues(_ cursor: Cursor) -> Bool {
        latest.epoch == cursor.epoch && cursor.revision <= latest.revision
            && oldestRetained <= cursor.revision.next
    }
}
