import Glibc

/// Asks for a password at the terminal, without showing it.
enum TerminalPassword {
    /// Asks, and asks again to be sure.
    ///
    /// - Throws: a `Complaint` if the two answers differ, or somebody thinks better of it.
    static func askTwice() throws -> String {
        let first = try ask("Password: ")
        guard try ask("Once more: ") == first else {
            throw Complaint("The two passwords differ: try again.")
        }
        return first
    }

    /// The terminal hands over each key as it is pressed, Ctrl-C too: so whatever happens, the terminal
    /// is put back as it was, which a process that a signal ends could not do.
    private static func ask(_ question: String) throws -> String {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw Complaint("The terminal cannot be asked: name a file with --password-file.")
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
            StandardStreams.error("")
        }
        StandardStreams.prompt(question)
        var typed: [UInt8] = []
        while let key = readKey() {
            switch Key(rawValue: key) {
            case .lineFeed, .carriageReturn: return String(decoding: typed, as: UTF8.self)
            case .interrupt, .endOfInput:
                throw Complaint("No password was given: nothing is changed.")
            case .clear: typed = []
            case .backspace, .delete: removeLastCharacter(&typed)
            case nil: if typed.count < SecretFile.bytesMaximum { typed.append(key) }
            }
        }
        throw Complaint("No password was given: nothing is changed.")
    }

    private enum Key: UInt8 {
        case interrupt = 3
        case endOfInput = 4
        case backspace = 8
        case lineFeed = 10
        case carriageReturn = 13
        case clear = 21
        case delete = 127
    }

    private static func readKey() -> UInt8? {
        var key: UInt8 = 0
        return read(STDIN_FILENO, &key, 1) == 1 ? key : nil
    }

    private static func removeLastCharacter(_ typed: inout [UInt8]) {
        // The bytes of one character of UTF-8 that follow its first begin with 10.
        while let byte = typed.popLast(), byte & 0xC0 == 0x80 {}
    }
}
