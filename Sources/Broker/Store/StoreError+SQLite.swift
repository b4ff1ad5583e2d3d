import GRDB
import JOSE

extension StoreError {
    /// What an error that came out of the database means. SQL and its arguments stay out of the reason.
    init(explaining error: any Error, _ path: String) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode.primaryResultCode):
            self.init(.damaged, "\(path): \(error.message ?? "SQLite cannot read it"); restore a copy, or move it away to start anew")
        case let error as DatabaseError:
            self.init(.unavailable, "\(path): \(Self.remedy(error))")
        case let error as JOSEError:
            self.init(.damaged, "\(path): a sealed value was changed or moved: \(error.reason)")
        default:
            self.init(.unavailable, "\(path): \(type(of: error))")
        }
    }

    /// What SQLite says in its own words, and what to do about it.
    private static func remedy(_ error: DatabaseError) -> String {
        let message = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL: return "\(message): make room on its file system"
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            return "\(message): the daemon must be able to write this file and the directory it is in"
        case .SQLITE_IOERR: return "\(message): make sure that its file system has room and its disk works"
        case .SQLITE_BUSY: return "\(message): another program holds it; let that end"
        default: return message
        }
    }
}
