package import Billets
import NIOCore

/// How far the stream of changes has passed by the sockets of one event loop.
///
/// A value without I/O. Changes that come one after the other are joined: each socket gets them with one
/// write.
package struct PassingStream {
    private var gathered: FrameBatch?

    /// Up to where the changes have passed by the sockets.
    package private(set) var cursor: Cursor

    /// A stream whose first change will be the one after `cursor`.
    package init(after cursor: Cursor) {
        self.cursor = cursor
    }

    /// Takes in the next changes.
    ///
    /// - Returns: what is to pass by the sockets now, since there is no room for more behind it.
    package mutating func gather(_ next: FrameBatch) -> FrameBatch? {
        let bytes = (gathered?.bytes.readableBytes ?? 0) + next.bytes.readableBytes
        let full = bytes > SocketGroup.passBytesTarget ? pass() : nil
        if gathered == nil { gathered = next } else { gathered?.append(next) }
        return full
    }

    /// Whether something is to pass by the sockets.
    package var hasGathered: Bool { gathered != nil }

    /// What has been gathered is to pass by the sockets now; nil if it is nothing.
    package mutating func pass() -> FrameBatch? {
        guard let passing = gathered else { return nil }
        gathered = nil
        cursor.revision = passing.last
        return passing
    }

    /// Changes up to `revision` pass by without their frames, for which there was no room.
    package mutating func miss(through revision: Revision) {
        cursor.revision = revision
    }

    /// The history is another one.
    package mutating func startOver(at cursor: Cursor) {
        gathered = nil
        self.cursor = cursor
    }
}
