import Billets
import BilletsWire
import GRPCCore

/// One connection to the store, from the attempt to make it until it is gone: one task writes
/// commands, one reads answers.
struct LinkAttempt: Sendable {
    /// The connection.
    let client: StoreClient

    /// The commands to carry.
    let queue: CommandQueue

    /// How long it may take until the stream is open, and how long it may then be silent.
    let timing: LinkTiming

    /// Is told when the stream is open.
    let onUp: @Sendable () -> Void

    private enum Step {
        case connectionEnded
        case streamEnded(LinkTrouble)
        case patienceOver(LinkTrouble)
        case watchEnded
    }

    /// Connects, and carries commands until the connection is lost or the task is cancelled.
    func run() async -> LinkTrouble {
        let (opened, signal) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingOldest(1)
        )
        return await withTaskGroup(of: Step.self) { group in
            group.addTask {
                await client.run()
                return .connectionEnded
            }
            group.addTask {
                // Cancelled, it is not waited for; its writer has let go of the queue then.
                let end = try? await AbandonableTask.value {
                    await withTaskExecutorPreference(client.executor) {
                        await carryCommands(signal)
                    }
                }
                return end.map { .streamEnded($0) } ?? .watchEnded
            }
            group.addTask { await watch(opened) }
            var trouble = LinkTrouble.unreachable(cause: "the connection was closed")
            steps: for await step in group {
                switch step {
                case .watchEnded: continue
                case .patienceOver(let impatience):
                    trouble = impatience
                    break steps
                case .streamEnded(let streamTrouble):
                    trouble = streamTrouble
                    break steps
                case .connectionEnded: break steps
                }
            }
            group.cancelAll()
            return trouble
        }
    }

    /// Watches that the stream opens, and then that answers come while commands are under way: a
    /// connection can be dead without anybody being told.
    private func watch(_ opened: AsyncStream<Void>) async -> Step {
        guard await isOpen(opened) else {
            return .patienceOver(.unreachable(cause: "no answer within \(timing.openPatience)"))
        }
        while (try? await Task.sleep(for: timing.watchInterval)) != nil {
            if let silence = queue.silence, silence >= timing.stallPatience {
                return .patienceOver(.unreachable(cause: "no answer within \(silence)"))
            }
        }
        return .watchEnded
    }

    /// Waits until the stream opens, or has ended; false if that takes too long.
    private func isOpen(_ opened: AsyncStream<Void>) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in opened {}
                return true
            }
            group.addTask { (try? await Task.sleep(for: timing.openPatience)) == nil }
            return await group.next() ?? true
        }
    }

    private func carryCommands(_ opened: AsyncStream<Void>.Continuation) async -> LinkTrouble {
        defer { opened.finish() }
        do {
            return try await client.calls.commands(
                metadata: client.metadata,
                requestProducer: { writer in
                    while case let batch = await queue.nextBatch(), !batch.isEmpty {
                        try await writer.write(ProtoCommandBatch(batch))
                    }
                },
                onResponse: { response in
                    let contents = try response.accepted.get()
                    opened.finish()
                    onUp()
                    return await takeAnswers(contents)
                }
            )
        } catch {
            return LinkTrouble(error)
        }
    }

    private func takeAnswers(
        _ contents: StreamingClientResponse<ProtoAnswerBatch>.Contents
    ) async -> LinkTrouble {
        do {
            for try await part in contents.bodyParts {
                guard case .message(let batch) = part else { continue }
                queue.answered(
                    batch.answers.map {
                        NumberedAnswer(number: $0.sequence, result: Self.result(of: $0))
                    }
                )
            }
            return .unreachable(cause: "the store ended the stream: it stops")
        } catch {
            return LinkTrouble(error)
        }
    }

    private static func result(of answer: ProtoAnswer) -> Result<Acceptance, Rejection> {
        do {
            return try Result(answer)
        } catch {
            return .failure(
                Rejection(
                    .unavailable,
                    "The store's answer could not be read: it is unknown whether the change was made.",
                    cause: error.sentence
                )
            )
        }
    }
}

extension ProtoCommandBatch {
    /// The message that carries `commands`.
    init(_ commands: [NumberedCommand]) {
        self.init()
        self.commands = commands.map { $0.request.message(sequence: $0.sequence) }
    }
}

extension LinkTrouble {
    /// What a failed connection, stream or call tells about the link.
    init(_ error: any Error) {
        if let error = error as? RPCError, error.code == .unauthenticated {
            self = .refused(cause: String(describing: error))
        } else {
            let cause = (error as? Rejection)?.message ?? String(describing: error)
            self = .unreachable(cause: cause)
        }
    }
}
