import Dispatch
import Glibc
import Synchronization

/// A client that knows nothing but a socket and lines, and keeps every byte it was sent.
final class Wire: Sendable {
    let descriptor: Int32
    private let received = Mutex<[UInt8]>([])
    private let rest = Mutex<[UInt8]>([])

    /// Connects to the socket at `path`.
    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard outcome == 0 else { throw Failure(errno: errno) }
        // An answer that does not come fails the test instead of holding it up.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(descriptor) }

    struct Failure: Error {
        let errno: Int32
    }

    /// All bytes that came so far.
    var transcript: [UInt8] { received.withLock { $0 } }

    /// Sends bytes, and waits for nothing.
    func send(_ bytes: some Collection<UInt8>) throws {
        var left = Array(bytes)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(errno: errno) }
            left = left.dropFirst(count)
        }
    }

    /// Sends a line and returns the next one that answers; events in between stay in the transcript only. Waits on a thread of its own: the tests share few.
    func exchange(_ line: [UInt8]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in
                continuation.resume(
                    with: Result {
                        try send(line + [0x0A])
                        var answer = try readLine()
                        while answer.contains(#""method":"events."#) { answer = try readLine() }
                        return answer
                    })
            }
        }
    }

    /// Sends all lines in one piece, and returns as many that answer.
    func exchange(_ lines: [String]) async throws -> [String] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in
                continuation.resume(
                    with: Result {
                        try send(lines.map { $0 + "\n" }.joined().utf8)
                        return try lines.map { _ in try readLine() }
                    })
            }
        }
    }

    /// The next line, whatever it is.
    func next() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in continuation.resume(with: Result { try readLine() }) }
        }
    }

    func exchange(_ line: String) async throws -> String { try await exchange(Array(line.utf8)) }

    private func readLine() throws -> String {
        while true {
            let line = rest.withLock { rest -> [UInt8]? in
                guard let end = rest.firstIndex(of: 0x0A) else { return nil }
                defer { rest.removeFirst(end + 1) }
                return Array(rest[..<end])
            }
            if let line { return String(decoding: line, as: UTF8.self) }
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure(errno: errno) }
            received.withLock { $0 += buffer.prefix(count) }
            rest.withLock { $0 += buffer.prefix(count) }
        }
    }
}
