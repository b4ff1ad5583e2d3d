import CSystemd
import Glibc
import Logging

/// Writes events to the journal with their fields, so that `journalctl ATOAUTHD_UID=1000` finds them (sd_journal_sendv(3)).
struct JournalLog: LogHandler {
    let threshold: LogThreshold
    var metadata: Logger.Metadata = [:]

    var logLevel: Logger.Level {
        get { threshold.level }
        set { threshold.level = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = ["MESSAGE=\(event.message)", "PRIORITY=\(event.level.priority)", "SYSLOG_IDENTIFIER=atoauthd"]
        fields += event.fields(with: metadata).map { "\(Self.name($0.key))=\($0.value)" }
        Self.send(fields)
    }

    /// The journal takes capital letters, digits and underscores. Its own names stay its own.
    private static func name(_ key: String) -> String {
        if key == MessageID.key { return "MESSAGE_ID" }
        let bytes = key.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : isNameByte($0) ? $0 : 0x5F }
        return "ATOAUTHD_" + String(decoding: bytes, as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) }

    private static func send(_ fields: [String]) {
        // All fields lie in one buffer, which the vector points into as long as the call lasts.
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for field in fields {
            bytes += field.utf8
            ends.append(bytes.count)
        }
        bytes.withUnsafeMutableBytes { buffer in
            let starts = [0] + ends.dropLast()
            let vector = zip(starts, ends).map { iovec(iov_base: buffer.baseAddress?.advanced(by: $0), iov_len: $1 - $0) }
            _ = sd_journal_sendv(vector, Int32(vector.count))
        }
    }
}
