/// What to do about an access token that may have expired: `"auto"`, `true` or `false` on the wire.
public enum RefreshMode: Sendable, Equatable {
    /// Refresh if it has expired or is about to.
    case auto
    /// Refresh now.
    case always
    /// Leave it as it is.
    case never
}

extension RefreshMode: Codable {
    /// Reads `"auto"`, `true` or `false`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let force = try? container.decode(Bool.self) {
            self = force ? .always : .never
        } else if try container.decode(String.self) == "auto" {
            self = .auto
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected \"auto\", true or false")
        }
    }

    /// Writes `"auto"`, `true` or `false`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .auto: try container.encode("auto")
        case .always: try container.encode(true)
        case .never: try container.encode(false)
        }
    }
}
