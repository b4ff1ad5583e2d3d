public import ATProtoOAuth
import JOSE

extension RegistrationConfiguration {
    /// The longest key file that is read.
    private static let maximumBytes = 65_536

    /// The registration. Reads the files of `keys`, which others must not be able to read.
    /// - Parameter generated: the keys that the daemon made, if that is where they come from.
    /// - Throws: ``ConfigurationError`` for a file that is no key, or metadata that a server would refuse.
    public func registration(named name: String, generated: ClientKeyset? = nil) throws(ConfigurationError) -> Registration {
        var keyset = generated
        if case .files(let files) = keys, !files.isEmpty {
            var loaded: [ClientKey] = []
            for path in files { loaded.append(try Self.key(path, name)) }
            do { keyset = try ClientKeyset(loaded) } catch { throw Self.refuse("\(files)", name, "\(error)") }
        }
        do {
            return Registration(
                name: name, metadata: try metadata(), keyset: keyset, hasGeneratedKeys: keys == .generated, relayPort: relayPort)
        } catch {
            throw ConfigurationError(file: "configuration", line: nil, key: "registrations.\(name)", rule: "is no OAuth client: \(error)")
        }
    }

    /// A key without a name is called by its thumbprint (RFC 7638), which never changes.
    private static func key(_ path: String, _ name: String) throws(ConfigurationError) -> ClientKey {
        do {
            let text = try PrivateFile(path: path).read(upTo: maximumBytes)
            let key = try ClientKey(importing: text)
            return key.key.keyID == nil ? try ClientKey(importing: text, keyID: key.key.publicKey.thumbprint) : key
        } catch {
            throw refuse(path, name, "\(error)")
        }
    }

    private static func refuse(_ path: String, _ name: String, _ reason: String) -> ConfigurationError {
        ConfigurationError(file: path, line: nil, key: "registrations.\(name).keys", rule: "is of no use: \(reason)")
    }
}
