/// Finds the name that somebody may have meant.
enum NearestName {
    /// More changes than this, and something else was meant.
    static let changesMaximum = 3

    /// The one of `known` that is nearest to `name`; nil if none is near.
    static func of(_ name: String, among known: [String]) -> String? {
        let nearest = known.map { (name: $0, changes: changes(from: name, to: $0)) }
            .min { $0.changes < $1.changes }
        guard let nearest, nearest.changes <= changesMaximum else { return nil }
        return nearest.name
    }

    /// How many characters must be put in, taken out or exchanged (the distance of Levenshtein).
    static func changes(from left: String, to right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (place, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for index in right.indices {
                let change = diagonal + (right[index] == character ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(change, row[index] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
