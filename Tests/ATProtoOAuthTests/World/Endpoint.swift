import ATProtoSyntax

/// The places of the scripted world.
enum Endpoint: String, Sendable {
    case directory, resourceMetadata, serverMetadata, clientMetadata, pushed, token, revocation, resource

    init(_ url: HTTPURL) {
        self =
            switch (url.host, url.path) {
            case ("plc.directory", _): .directory
            case (_, "/.well-known/oauth-protected-resource"): .resourceMetadata
            case (_, "/.well-known/oauth-authorization-server"): .serverMetadata
            case (_, "/oauth/par"): .pushed
            case (_, "/oauth/token"): .token
            case (_, "/oauth/revoke"): .revocation
            case ("app.example.com", _): .clientMetadata
            default: .resource
            }
    }
}
