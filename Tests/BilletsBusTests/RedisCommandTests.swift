import Testing

@testable import BilletsBus

@Suite("RedisCommand")
struct RedisCommandTests {
    @Test("A command is an array of bulk strings, counted in bytes, with a NUL that is not sent")
    func words() {
        let command = RedisCommand("AUTH", "é")
        let expected = "*2\r\n$4\r\nAUTH\r\n$2\r\né\r\n\0"
        #expect(command.bytesAndNUL == Array(expected.utf8))
    }

    @Test("What is published may hold any bytes")
    func publishing() {
        let command = RedisCommand.publish([0, 13, 10, 255], on: Array("c".utf8))
        let head = Array("*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$4\r\n".utf8)
        #expect(command.bytesAndNUL == head + [0, 13, 10, 255, 13, 10, 0])
    }

    @Test("A tag keeps its purpose and its bytes in one word that is never zero")
    func tags() {
        for purpose in CommandTag.Purpose.allCases {
            for bytes in [0, 1, 262_144] {
                let tag = CommandTag(purpose, bytes: bytes)
                #expect(tag.word != 0)
                #expect(CommandTag(word: tag.word) == tag)
            }
        }
        #expect(CommandTag(word: 0) == nil)
    }
}
