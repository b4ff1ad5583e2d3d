import Foundation
import Glibc
import Synchronization

/// A client that knows nothing but a socket and what HTTP/1.1 looks like there.
final class HTTPWire: Sendable {
    private let wire: Wire
    private let unread = Mutex<[UInt8]>([])
    private let heard = Mutex<[UInt8]>([])

    init(_ path: String) throws { wire = try Wire(path) }

    /// All bytes that came so far.
    var transcript: [UInt8] { heard.withLock { $0 } }

    func send(_ text: String) throws { try wire.send(text.utf8) }

    func send(_ bytes: [UInt8]) throws { try wire.send(bytes) }

    /// Sends from a thread of its own, for what the other end may be slow to take.
    func sendAside(_ bytes: [UInt8], noting sent: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        try await aside { [wire] in
            for start in stride(from: 0, to: bytes.count, by: 16_384) {
                let part = bytes[start..<min(start + 16_384, bytes.count)]
                try wire.send(part)
                sent(part.count)
            }
        }
    }

    /// Says no more, and still listens.
    func finish() { shutdown(wire.descriptor, Int32(SHUT_WR)) }

    /// Is gone.
    func vanish() { shutdown(wire.descriptor, Int32(SHUT_RDWR)) }

    /// Sends a request and returns its answer.
    func exchange(_ text: String, isHead: Bool = false) async throws -> HTTPAnswer {
        try send(text)
        return try await answer(isHead: isHead)
    }

    /// A GET of `path` with these header lines.
    func get(_ path: String, _ lines: String...) async throws -> HTTPAnswer {
        let fields = (lines.contains { $0.lowercased().hasPrefix("host:") } ? [] : ["Host: localhost"]) + lines
        return try await exchange("GET \(path) HTTP/1.1\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
    }

    /// The next response.
    func answer(isHead: Bool = false) async throws -> HTTPAnswer { try await aside { try self.readAnswer(isHead) } }

    /// The head of the next response, whose content is left.
    func head() async throws -> HTTPAnswer { try await aside { try self.readHead() } }

    /// The next bytes, `most` at the most; empty at the end.
    func bytes(_ most: Int) async throws -> [UInt8] {
        try await aside { [self] in
            if unread.withLock({ $0.isEmpty }) { _ = try fill(most) }
            return unread.withLock { unread in
                defer { unread.removeFirst(min(most, unread.count)) }
                return Array(unread.prefix(most))
            }
        }
    }

    /// Everything up to the end of the connection.
    func rest() async throws -> [UInt8] {
        try await aside { [self] in
            while try fill() {}
            return unread.withLock { unread in
                defer { unread = [] }
                return unread
            }
        }
    }

    /// Waits on a thread of its own: the tests share few.
    private func aside<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    /// - Returns: whether there was more.
    private func fill(_ most: Int = 65_536) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = recv(wire.descriptor, &buffer, buffer.count, 0)
        // A connection with something unheard in it is reset when it closes, once all that was said has been read.
        guard count >= 0 || errno == ECONNRESET else { throw Wire.Failure(errno: errno) }
        heard.withLock { $0 += buffer.prefix(max(0, count)) }
        unread.withLock { $0 += buffer.prefix(max(0, count)) }
        return count > 0
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while unread.withLock({ $0.count }) < count { guard try fill() else { throw Wire.Failure(errno: EPIPE) } }
        return unread.withLock { unread in
            defer { unread.removeFirst(count) }
            return Array(unread.prefix(count))
        }
    }

    private func line() throws -> String {
        while true {
            if let end = unread.withLock({ unread in unread.firstIndex(of: 0x0A) }) {
                return String(decoding: try take(end + 1).dropLast(2), as: UTF8.self)
            }
            guard try fill() else { throw Wire.Failure(errno: EPIPE) }
        }
    }

    private func readHead() throws -> HTTPAnswer {
        let words = try line().split(separator: " ")
        var headers: [String: String] = [:]
        while case let field = try line(), !field.isEmpty {
            let parts = field.split(separator: ":", maxSplits: 1)
            let (name, value) = (parts[0].lowercased(), String(parts.count > 1 ? parts[1].drop { $0 == " " } : ""))
            headers[name] = headers[name].map { "\($0), \(value)" } ?? value
        }
        return HTTPAnswer(status: words.count > 1 ? Int(words[1]) ?? 0 : 0, headers: headers, body: [])
    }

    private func readAnswer(_ isHead: Bool) throws -> HTTPAnswer {
        let head = try readHead()
        guard !isHead, head.status >= 200, head.status != 204, head.status != 304 else { return head }
        var body: [UInt8] = []
        if head.headers["transfer-encoding"] == "chunked" {
            while let size = Int(try line(), radix: 16), size > 0 {
                body += try take(size)
                _ = try line()
            }
            _ = try line()
        } else if let length = head.headers["content-length"].flatMap({ Int($0) }) {
            body = try take(length)
        } else {
            while try fill() {}
            body = try take(unread.withLock { $0.count })
        }
        return HTTPAnswer(status: head.status, headers: head.headers, body: body)
    }
}
