/// A command as clients send it to a Redis.
enum RESPCommand {
    /// The bytes of a command.
    static func bytes(_ words: [String]) -> [UInt8] {
        var text = "*\(words.count)\r\n"
        for word in words { text += "$\(word.utf8.count)\r\n\(word)\r\n" }
        return Array(text.utf8)
    }
}
