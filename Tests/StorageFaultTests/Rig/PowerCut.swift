import BilletsSeeds

/// A disk that loses its power: what was synced is there, and of everything else a generator chooses.
///
/// Names and contents are kept apart, as file systems do: a file is what its name leads to, and the name of a new one is
/// on the disk only when its folder was synced. What was written since a file's last sync is dropped, kept, or kept in
/// some of its sectors, each write for itself, so that a later one may be there and an earlier one not.
struct PowerCut {
    /// How the disk treats what was not synced.
    enum Mood: CaseIterable {
        /// All of it is lost.
        case drops

        /// All of it is there.
        case keeps

        /// Each write is there or not.
        case reorders

        /// Each sector of each write is there or not.
        case tears
    }

    private static let sectorBytes = 512

    private enum NameChange {
        case made(String, Int)
        case removed(String)
        case moved(String, to: String)
    }

    private var contents: [Int: [UInt8]] = [:]
    private var unsynced: [Int: [DiskOperation]] = [:]
    private var durableNames: [String: Int] = [:]
    private var names: [String: Int] = [:]
    private var nameChanges: [NameChange] = []
    private let ignoresSyncOf: String?

    /// A disk with nothing on it.
    ///
    /// Syncs of files whose name ends in `ignoresSyncOf` do nothing: a disk, or a program, that only pretends.
    init(ignoresSyncOf suffix: String? = nil) {
        ignoresSyncOf = suffix
    }

    /// Does what an operation did.
    mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .open(let path, let empties):
            if let file = names[path] {
                if empties { unsynced[file, default: []].append(.truncate(path, to: 0)) }
                return
            }
            let file = contents.count
            contents[file] = []
            names[path] = file
            nameChanges.append(.made(path, file))
        case .write(let path, _, _), .truncate(let path, _):
            if let file = names[path] { unsynced[file, default: []].append(operation) }
        case .unlink(let path):
            names[path] = nil
            nameChanges.append(.removed(path))
        case .rename(let from, let to):
            names[to] = names.removeValue(forKey: from)
            nameChanges.append(.moved(from, to: to))
        case .sync(let path):
            sync(path)
        case .mark:
            break
        }
    }

    /// What is found on the disk when the power is back.
    func image(_ mood: Mood, using generator: inout SeededGenerator) -> DiskImage {
        var found = durableNames
        let kept: Int =
            switch mood {
            case .drops: 0
            case .keeps: nameChanges.count
            // File systems keep the order of names.
            case .reorders, .tears: .random(in: 0...nameChanges.count, using: &generator)
            }
        for change in nameChanges.prefix(kept) { Self.perform(change, on: &found) }
        var image = DiskImage()
        for (path, file) in found.sorted(by: { $0.key < $1.key }) {
            image.set(contents[file] ?? [], of: path)
            for operation in unsynced[file] ?? [] {
                Self.apply(operation, to: &image, at: path, mood, using: &generator)
            }
        }
        return image
    }

    private mutating func sync(_ path: String) {
        if let ignoresSyncOf, path.hasSuffix(ignoresSyncOf) { return }
        guard let file = names[path] else {
            // A folder.
            for change in nameChanges { Self.perform(change, on: &durableNames) }
            nameChanges = []
            return
        }
        var image = DiskImage()
        image.set(contents.updateValue([], forKey: file) ?? [], of: path)
        for operation in unsynced.removeValue(forKey: file) ?? [] {
            image.apply(operation.moved(to: path))
        }
        contents[file] = image.files[path] ?? []
    }

    private static func perform(_ change: NameChange, on names: inout [String: Int]) {
        switch change {
        case .made(let path, let file): names[path] = file
        case .removed(let path): names[path] = nil
        case .moved(let from, let to): names[to] = names.removeValue(forKey: from)
        }
    }

    private static func apply(
        _ operation: DiskOperation,
        to image: inout DiskImage,
        at path: String,
        _ mood: Mood,
        using generator: inout SeededGenerator
    ) {
        switch mood {
        case .drops: return
        case .keeps: image.apply(operation.moved(to: path))
        case .reorders:
            if Bool.random(using: &generator) { image.apply(operation.moved(to: path)) }
        case .tears:
            guard case .write(_, let offset, let bytes) = operation else {
                if Bool.random(using: &generator) { image.apply(operation.moved(to: path)) }
                return
            }
            var start = 0
            while start < bytes.count {
                // Sectors are those of the disk, wherever the write begins.
                let end = min(
                    bytes.count,
                    start + sectorBytes - (offset + start) % sectorBytes
                )
                if Bool.random(using: &generator) {
                    image.write(bytes[start..<end], at: offset + start, of: path)
                }
                start = end
            }
        }
    }
}

extension DiskOperation {
    /// The same, done to a file that has been given another name.
    fileprivate func moved(to path: String) -> DiskOperation {
        switch self {
        case .write(_, let offset, let bytes): .write(path, at: offset, bytes)
        case .truncate(_, let length): .truncate(path, to: length)
        case .open, .unlink, .rename, .sync, .mark: self
        }
    }
}
