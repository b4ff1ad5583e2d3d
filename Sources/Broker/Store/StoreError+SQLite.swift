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
            self.init(.unavailable, "\(path): \(error.message ?? "SQLite error \(error.resultCode.rawValue)")")
        case let error as JOSEError:
            self.init(.damaged, "\(path): a sealed value was changed or moved: \(error.reason)")
        default:
            self.init(.unavailable, "\(path): \(type(of: error))")
        }
    }
}
