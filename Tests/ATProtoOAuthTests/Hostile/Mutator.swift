/// Breaks texts in ways that are the same in every run.
struct Mutator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    /// What tends to be read wrongly.
    private static let fragments = [
        "%", "%0", "%00", "+", "&", "=", "?", "#", "//", "..", ":", "::", "[", "]", "{", "}", "\"", "\\", "\\u0000", "\\ud800", ",", ".",
        "-",
        "@", " ", "\t", "\r\n", "\u{0}", "é", "\u{202E}", "*", "0", "-1", "1e999", "99999999999999999999", "null", "true", "[]", "{}",
    ].map { Array($0.utf8) }

    /// A random number below `bound`, which is positive (xorshift64).
    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 1) % bound
    }

    /// One of `samples` with one to four things done to it.
    mutating func mutant(of samples: [[UInt8]]) -> [UInt8] {
        var text = samples[next(samples.count)]
        for _ in 0...next(4) { change(&text, samples) }
        return text
    }

    private mutating func change(_ text: inout [UInt8], _ samples: [[UInt8]]) {
        let place = next(text.count + 1)
        let end = min(text.count, place + 1 + next(8))
        switch next(6) {
        case 0: text.insert(contentsOf: Self.fragments[next(Self.fragments.count)], at: place)
        case 1: text.replaceSubrange(place..<end, with: Self.fragments[next(Self.fragments.count)])
        case 2: text.removeSubrange(place..<end)
        case 3: text.insert(contentsOf: text[place..<end], at: place)
        case 4: if place < text.count { text[place] ^= UInt8(1 << next(8)) }
        default:
            let other = samples[next(samples.count)]
            text = Array(text.prefix(place) + other.dropFirst(next(other.count + 1)))
        }
    }
}
