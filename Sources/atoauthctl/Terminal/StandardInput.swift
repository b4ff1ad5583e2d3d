import Dispatch
import Glibc

/// What a user types or a pipe delivers.
enum StandardInput {
    /// Lines, as long as there are any. Reading blocks, so it has a thread of its own, which ends with the process.
    static func lines() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        DispatchQueue.global().async {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
        return stream
    }

    /// Everything up to the end, or up to a limit in bytes.
    static func read(limit: Int) throws(Failure) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure("standard input cannot be read", .refused) }
            guard count > 0 else { return content }
            content += chunk[..<count]
            guard content.count <= limit else { throw Failure("standard input is longer than \(limit) bytes", .usage) }
        }
    }
}
