import Logging

/// Events that programs may wait for or count, by the journal's `MESSAGE_ID=` (systemd.journal-fields(7)). An id never changes.
enum MessageID: String {
    case listening = "9b1ded4936584ad5bd32ad664bbb887f"
    case stopping = "4cb32321fd8e4c60a6adbde17baed2ba"
    case reloaded = "d978d0ce416645cf833c62d4185f3b6d"
    case reloadRefused = "73fb5a6645634dcd8b6d73b1eac837fe"
    case notStarted = "00bdec1b86d8446b9f6655a674a85d0e"
    case configurationWrong = "a9629e3a1676460485e03576ec71df5a"
    case unresponsive = "8500fc86d64747e9a3f8a8e4467012fc"

    /// The metadata key that the journal's log handler knows.
    static let key = "message_id"
}

extension Logger {
    /// Logs an event that has an id of its own.
    func log(_ level: Level, _ id: MessageID, _ message: Message, _ metadata: Metadata = [:]) {
        log(level: level, message, metadata: metadata.merging([MessageID.key: .string(id.rawValue)]) { own, _ in own })
    }
}
