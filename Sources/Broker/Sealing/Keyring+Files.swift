extension Keyring {
    /// The name of the systemd credential, and of the key file where there is none.
    public static let fileName = "master-key"

    /// The keyring of a systemd credential (`LoadCredentialEncrypted=master-key:…`), or nil if the directory has none.
    /// - Throws: ``StoreError`` for a file that is no keyring.
    public static func credential(in directory: String) throws(StoreError) -> Keyring? {
        let file = PrivateFile(path: directory + "/" + fileName)
        return file.exists ? try read(file) : nil
    }

    /// The keyring of a key file beside the store, which the first start makes. It protects copies of the store, not the disk.
    /// - Throws: ``StoreError`` for a file that is no keyring, or that others may read.
    public static func keyFile(at path: String) throws(StoreError) -> Keyring {
        let file = PrivateFile(path: path)
        if file.exists { return try read(file) }
        let keyring = try Keyring([MasterKey.generate()])
        try file.write(keyring.bytes, replacing: false)
        return keyring
    }

    /// Puts the keyring in the place of the one in a key file.
    func write(keyFile path: String) throws(StoreError) { try PrivateFile(path: path).write(bytes, replacing: true) }

    private static func read(_ file: PrivateFile) throws(StoreError) -> Keyring {
        // One byte more than there may be tells a longer file from a full one.
        let bytes = try file.read(upTo: maximumKeys * 32 + 1)
        do { return try Keyring(bytes) } catch { throw StoreError(error.code, "\(file.path): \(error.reason)") }
    }
}
