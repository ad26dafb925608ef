import Glibc

/// A server that is not Redis: it greets whoever connects with the same words, and says no more.
final class Stranger: Sendable {
    /// There is no socket to be had.
    struct NoSocket: Error {}

    /// Its port on 127.0.0.1.
    let port: UInt16

    private let listener: Int32

    /// Starts to listen.
    init(greeting: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) | listen(listener, 16)
                    | getsockname(listener, generic, &size)
            }
        }
        guard code == 0 else { throw NoSocket() }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        greet(Array(greeting.utf8))
    }

    deinit {
        // Wakes the thread, which then closes everything.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func greet(_ greeting: [UInt8]) {
        let visitors = Visitors(listener: listener, greeting: greeting)
        var thread = pthread_t()
        // Ends when the listener is shut down.
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Visitors>.fromOpaque(argument).takeRetainedValue().serve()
                return nil
            },
            Unmanaged.passRetained(visitors).toOpaque()
        )
        pthread_detach(thread)
    }

    private final class Visitors: Sendable {
        private let listener: Int32
        private let greeting: [UInt8]

        init(listener: Int32, greeting: [UInt8]) {
            self.listener = listener
            self.greeting = greeting
        }

        func serve() {
            var visitors: [Int32] = [listener]
            while true {
                let visitor = accept(listener, nil, nil)
                if visitor < 0 { break }
                visitors.append(visitor)
                send(visitor, greeting, greeting.count, Int32(MSG_NOSIGNAL))
            }
            for visitor in visitors { close(visitor) }
        }
    }
}
