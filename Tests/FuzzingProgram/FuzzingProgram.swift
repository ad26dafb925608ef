import BilletsFuzzing
import CFuzzer
import Foundation

/// `billets-fuzz TARGET [libFuzzer's options and folders]`, and `billets-fuzz TARGET --examples FOLDER`, which
/// writes the examples that a run sets out from.
@main
enum FuzzingProgram {
    /// The parser that is looked at.
    ///
    /// Invariant: set once, before libFuzzer starts.
    nonisolated(unsafe) private static var target = FuzzTarget.clientMessage

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, let chosen = FuzzTarget(rawValue: arguments[1]) else {
            let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
            FileHandle.standardError.write(Data("Name what to fuzz: one of \(names).\n".utf8))
            exit(64)
        }
        target = chosen
        if arguments.count == 4, arguments[2] == "--examples" {
            return try writeExamples(into: arguments[3])
        }
        var count = CommandLine.argc - 1
        // libFuzzer takes its own name first, as main does.
        var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
            CommandLine.unsafeArgv.advanced(by: 1)
        exit(
            withUnsafeMutablePointer(to: &rest) { arguments in
                guard
                    let arguments = UnsafeMutableRawPointer(arguments)
                        .bindMemory(
                            to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.self,
                            capacity: 1
                        )
                        as UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>?
                else { return 1 }
                return LLVMFuzzerRunDriver(&count, arguments) { data, size in
                    FuzzingProgram.take(UnsafeBufferPointer(start: data, count: size))
                }
            }
        )
    }

    private static func take(_ data: UnsafeBufferPointer<UInt8>) -> Int32 {
        let violation = target.violation(of: Array(data))
        precondition(violation == nil, violation ?? "")
        return 0
    }

    private static func writeExamples(into folder: String) throws {
        for (number, example) in target.examples.enumerated() {
            try Data(example).write(to: URL(filePath: "\(folder)/example-\(number)"))
        }
    }
}
