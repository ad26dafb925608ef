import BilletsWire
import GRPCCore
import Instrumentation
import ServiceContextModule

/// Lets the metadata of calls carry traces.
struct MetadataCarrier: Extractor, Injector {
    func extract(key: String, from metadata: Metadata) -> String? {
        let values = Array(metadata[stringValues: key])
        return values.count == 1 ? values.first : nil
    }

    func inject(_ value: String, forKey key: String, into metadata: inout Metadata) {
        metadata.replaceOrAddString(value, forKey: key)
    }
}
