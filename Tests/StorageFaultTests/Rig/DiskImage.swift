import Foundation

/// Files and what is in them.
struct DiskImage {
    /// The content of each file.
    private(set) var files: [String: [UInt8]] = [:]

    /// Does what an operation did.
    mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .open(let path, let empties):
            if empties || files[path] == nil { files[path] = [] }
        case .write(let path, let offset, let bytes):
            write(bytes[...], at: offset, of: path)
        case .truncate(let path, let length):
            let count = files[path]?.count ?? 0
            if length < count {
                files[path]?.removeSubrange(length...)
            } else {
                files[path, default: []] += [UInt8](repeating: 0, count: length - count)
            }
        case .unlink(let path):
            files[path] = nil
        case .rename(let from, let to):
            files[to] = files.removeValue(forKey: from)
        case .sync, .mark:
            break
        }
    }

    /// Gives a file its content.
    mutating func set(_ bytes: [UInt8], of path: String) {
        files[path] = bytes
    }

    /// Writes a part of what was to be written.
    mutating func write(_ bytes: ArraySlice<UInt8>, at offset: Int, of path: String) {
        let missing = offset + bytes.count - (files[path]?.count ?? 0)
        if missing > 0 { files[path, default: []] += [UInt8](repeating: 0, count: missing) }
        files[path]?.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }

    /// Writes all files into `folder`, under their own names.
    func save(in folder: String) throws {
        for (path, bytes) in files {
            let name = URL(filePath: path).lastPathComponent
            try Data(bytes).write(to: URL(filePath: folder).appending(path: name))
        }
    }
}
