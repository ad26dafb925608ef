import ArgumentParser
import Testing

@testable import les_billets

@Suite struct NegativeNumberTests {
    @Test func `A negative number is called negative, by every option that takes a number`()
        async throws
    {
        var numbers = 0
        for command in try CommandTree().commands {
            for option in command.options {
                let variable = option.dropFirst(2).uppercased().replacing("-", with: "_")
                guard let setting = Setting(rawValue: Setting.prefix + variable),
                    Self.isNumber(setting)
                else { continue }
                numbers += 1
                let run = CommandLineRun(arguments: command.words + [option, "-5"])
                let error = await #expect(throws: (any Error).self) {
                    _ = try await LesBillets.asyncParseAsRoot(run.arguments)
                }
                let sentence = run.usageSentence(about: try #require(error))
                #expect(sentence.contains("it is negative"), "\(sentence)")
                #expect(sentence.contains("'\(option) <"), "\(sentence)")
            }
        }
        #expect(numbers > 60)
    }

    @Test func `A negative number in a variable is called negative`() throws {
        for setting in Setting.allCases where Self.isNumber(setting) {
            let complaint = #expect(throws: Complaint.self) {
                try Settings([setting.rawValue: "-5"]).check(setting)
            }
            #expect(complaint?.sentence.contains("it is negative") == true, "\(setting)")
        }
    }

    @Test func `Only a negative number behind an option is joined to it`() {
        #expect(
            CommandLineRun.joiningNegativeNumbers([
                "load", "--sockets", "-1", "--rate=2", "-3", "--plot", "-x", "-4", "--", "--rate",
                "-5",
            ]) == [
                "load", "--sockets=-1", "--rate=2", "-3", "--plot", "-x", "-4", "--", "--rate",
                "-5",
            ]
        )
    }

    /// Returns true if the variable of `setting` takes a number, which may have a unit, and no other word.
    private static func isNumber(_ setting: Setting) -> Bool {
        setting.valueTypes.contains { type in
            ["7", "7s"].contains { (try? type.init(parsing: $0)) != nil }
                && (try? type.init(parsing: "word")) == nil
        }
    }
}
