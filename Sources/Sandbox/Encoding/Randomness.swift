/// Where identifiers and secrets come from; a parameter, so that a run can be repeated.
struct Randomness: Sendable {
    let bytes: @Sendable (_ count: Int) -> [UInt8]

    static let system = Randomness { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// `prefix` and then two hexadecimal digits for each byte: the shape of every identifier of the reference server.
    func identifier(_ prefix: String, bytes count: Int = 16) -> String {
        prefix + Hex.encode(bytes(count))
    }
}
