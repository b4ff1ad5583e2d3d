import BrokerAPI
import Testing

/// Lines as a hostile process sends them: nearly right ones. Whatever they hold, the edge answers, and never traps.
struct MutatedLineTests {
    /// A fixed sequence (SplitMix64), so that a failure comes back.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private static let seeds = [
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a.b","method":"GET","url":"https://x/\u00e9\ud83d\ude00"}}"#,
        #"[{"jsonrpc":"2.0","id":"x","method":"oauth.wait","params":{"flow":"f","timeoutMs":-1.5e3}},{"method":null,"a":[[],{},true,false]}]"#,
    ]

    private func mutated(_ dice: inout Dice) -> [UInt8] {
        var line = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &dice)].utf8)
        let alphabet = Array(#"{}[]",:\u0dDeE+-.19tfn"#.utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC0, 0xED, 0xF4, 0xFF]
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let place = Int.random(in: 0..<line.count, using: &dice)
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: line[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &dice)]
            case 1: line.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &dice)], at: place)
            default: line.remove(at: place)
            }
        }
        return line
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func `nothing traps, and what parses survives the way back`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        for _ in 0..<2_000 {
            let line = mutated(&dice)
            if let value = try? JSONValue(parsing: line) { #expect(try JSONValue(parsing: value.bytes) == value) }
            if let call = SignRequest.scan(line) {
                let request = RPCRequest(id: call.id, method: SignRequest.name, params: try JSONValue(encoding: call.params))
                #expect(RPCClientLine(parsing: line) == .single(.request(request)))
            }
            _ = RPCClientLine(parsing: line)
        }
    }
}
