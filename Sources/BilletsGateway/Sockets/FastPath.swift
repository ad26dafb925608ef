import Billets
import NIOCore

/// The fast path of a pass: those sockets of one event loop that are live, speak plain TCP, and have nothing waiting that
/// must go first.
///
/// What a pass needs of each lies side by side in memory: beyond the kernel's part, a pass over thousands of sockets costs
/// what it touches. Whoever does anything else to a socket takes it off the path before; its handler puts it back. Places
/// are the roster's.
struct FastPath {
    /// Where bytes go straight to the kernel.
    typealias Descriptor = NIOBSDSocket.Handle

    /// A socket that a pass leaves to its handler.
    struct Stray: Equatable {
        /// Where it is.
        let place: Int

        /// How far it had come, if it was on the path; it is off it now.
        let fall: Fall?
    }

    /// How far a socket had come that fell off the path.
    struct Fall: Equatable {
        /// The last change that it was sent as a whole before the pass.
        let through: Revision

        /// How many bytes of those that follow have been sent, too.
        let sentBytes: Int
    }

    /// What a pass has done.
    struct Outcome: Equatable {
        /// Changes that were sent, each counted for each socket.
        var deliveries = 0

        /// Bytes that were sent.
        var sentBytes = 0

        /// The sockets that it left to their handlers.
        var strays: [Stray] = []
    }

    private struct Entry {
        /// Nil: off the path.
        var descriptor: Descriptor?
        var form = FrameForm.plain
        var through = Revision.none
    }

    private var entries: ContiguousArray<Entry> = []

    /// Makes a place for one more socket, off the path.
    mutating func append() {
        entries.append(Entry())
    }

    /// Gives `place` to whoever has the last one.
    mutating func remove(at place: Int) {
        entries.swapAt(place, entries.count - 1)
        entries.removeLast()
    }

    /// Lets passes send to a socket that has seen everything up to `through`.
    mutating func join(
        at place: Int,
        _ descriptor: Descriptor,
        _ form: FrameForm,
        through: Revision
    ) {
        entries[place] = Entry(descriptor: descriptor, form: form, through: through)
    }

    /// Takes a socket off the path.
    ///
    /// - Returns: what it has seen; nil if it was not on it.
    mutating func leave(at place: Int) -> Revision? {
        guard entries[place].descriptor != nil else { return nil }
        entries[place].descriptor = nil
        return entries[place].through
    }

    /// Lets `batch` pass by all sockets; `send` hands bytes to the kernel, and answers how many it took, a negative
    /// number if none.
    mutating func pass(
        _ batch: FrameBatch,
        send: (Descriptor, UnsafeRawBufferPointer) -> Int
    ) -> Outcome {
        var outcome = Outcome()
        batch.withFrames { plain, compressed in
            for place in entries.indices {
                let entry = entries[place]
                guard let descriptor = entry.descriptor else {
                    outcome.strays.append(Stray(place: place, fall: nil))
                    continue
                }
                guard entry.through < batch.last else { continue }
                var sent = 0
                if entry.through.next >= batch.first {
                    let frames = entry.form == .compressed ? compressed : plain
                    let bytes = frames.bytes(skipping: batch.skipped(after: entry.through))
                    sent = max(0, send(descriptor, bytes))
                    outcome.sentBytes += sent
                    if sent == bytes.count {
                        entries[place].through = batch.last
                        outcome.deliveries += Int(
                            clamping: batch.last.distance(from: entry.through)
                        )
                        continue
                    }
                }
                entries[place].descriptor = nil
                let fall = Fall(through: entry.through, sentBytes: sent)
                outcome.strays.append(Stray(place: place, fall: fall))
            }
        }
        return outcome
    }
}
