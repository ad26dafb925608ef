import Billets
public import Instrumentation
import ServiceContextModule

/// Carries traces over the borders of processes, in the header `traceparent` of W3C Trace Context.
///
/// It is swift-distributed-tracing's `Instrument`, so that whoever records traces can put another one in its place.
public struct TraceInstrument: Instrument {
    /// The header, or the key of metadata.
    public static let header = "traceparent"

    /// The only one there is.
    public init() {}

    /// Takes the trace that `carrier` tells of into `context`; one that cannot be read is as good as none.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let text = extractor.extract(key: Self.header, from: carrier),
            let trace = TraceContext(traceparent: text)
        else { return }
        context.trace = trace
    }

    /// Tells `carrier` of the trace of `context`, if there is one.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let trace = context.trace else { return }
        injector.inject(trace.traceparent, forKey: Self.header, into: &carrier)
    }
}
