import Billets
import BilletsLink
import BilletsWire

/// Finds out whether one process serves.
enum HealthExamination: Sendable {
    /// Of a gateway.
    case gateway(ReadinessQuestion)

    /// Of a store process.
    case store(StoreProbe, LinkAddress)

    /// How long it may take.
    static let patience: Duration = .seconds(5)

    /// Asks.
    ///
    /// - Returns: a sentence that says that it serves.
    /// - Throws: a `Complaint` that says why it does not.
    func perform() async throws -> String {
        try await withThrowingTaskGroup(of: String.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await ask() }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw Complaint(
                    "\(name) did not answer within \(Self.patience.components.seconds) s."
                )
            }
            guard let sentence = try await group.next() else { throw CancellationError() }
            return sentence
        }
    }

    private var name: String {
        switch self {
        case .gateway(.connection(let address)), .gateway(.readyz(let address, _)):
            "The gateway at \(address)"
        case .store(_, let address): "The store process at \(address)"
        }
    }

    private func ask() async throws -> String {
        switch self {
        case .gateway(let question):
            switch await ReadinessProbe.answer(question) {
            case .ready(let readiness):
                return "\(readiness?.node ?? name) is ready."
            case .notReady(let readiness):
                throw Complaint(
                    "\(readiness.node) is not ready: \(readiness.complaint ?? "it does not say why")."
                )
            case .foreign(let status): throw Complaint("\(name) is none: it answers '\(status)'.")
            case .silent(let reason): throw Complaint("\(name) cannot be asked: \(reason).")
            }
        case .store(let probe, _):
            let status: StoreStatus
            do {
                status = try await probe.status()
            } catch {
                throw Complaint("\(name) cannot be asked: \(error.message)")
            }
            guard status.isServing else {
                throw Complaint("\(name) does not serve: \(status.message)")
            }
            return "\(name) serves, version \(status.version)."
        }
    }
}
