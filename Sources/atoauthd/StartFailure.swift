import Broker

/// Why the daemon does not start, with the exit code of sysexits.h that says it to scripts and to the service manager.
struct StartFailure: Error, CustomStringConvertible {
    enum Code: Int32 {
        /// EX_UNAVAILABLE: a socket, a directory or the store cannot be used.
        case unavailable = 69
        /// EX_CONFIG: what it was told makes no sense.
        case configuration = 78
    }

    let code: Code
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    init(_ error: any Error) {
        switch error {
        case let error as StartFailure: self = error
        case is StoreError, is ServerError: self.init(.unavailable, "\(error)")
        default: self.init(.configuration, "\(error)")
        }
    }
}
