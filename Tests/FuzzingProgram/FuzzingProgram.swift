import BilletsFuzzing
import Foundation
import Synchronization

// `billets-fuzz TARGET [libFuzzer's options and folders]`, and `billets-fuzz TARGET --examples FOLDER`, which
// writes the examples that a run sets out from. libFuzzer calls the two functions with its names
// (https://llvm.org/docs/LibFuzzer.html).

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The program's entry, under the name that the package manager gives it: libFuzzer's own `main` gives way.
@_cdecl("billets_fuzz_main")
public func start(
    _ count: Int32,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
    var (count, arguments) = (count, arguments)
    return runFuzzer(&count, &arguments, testOneInput)
}

private let target = Mutex(FuzzTarget.clientMessage)

/// Takes the target's name from the arguments, before libFuzzer reads the rest.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
    let words = (0..<Int(count.pointee)).compactMap {
        arguments.pointee[$0].map { String(cString: $0) }
    }
    guard words.count > 1, let chosen = FuzzTarget(rawValue: words[1]) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        FileHandle.standardError.write(Data("Name what to fuzz: one of \(names).\n".utf8))
        exit(64)
    }
    if words.count == 4, words[2] == "--examples" {
        exit(writeExamples(of: chosen, into: words[3]))
    }
    target.withLock { $0 = chosen }
    arguments.pointee[1] = arguments.pointee[0]
    arguments.pointee += 1
    count.pointee -= 1
    return 0
}

/// Looks at what the target makes of some bytes; a violation traps, which libFuzzer takes for a find.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let violation = target.withLock { $0 }.violation(of: bytes)
    precondition(violation == nil, violation ?? "")
    return 0
}

private func writeExamples(of target: FuzzTarget, into folder: String) -> Int32 {
    do {
        for (number, example) in target.examples.enumerated() {
            try Data(example).write(to: URL(filePath: "\(folder)/example-\(number)"))
        }
        return 0
    } catch {
        FileHandle.standardError.write(Data("The examples cannot be written: \(error)\n".utf8))
        return 1
    }
}
