import ATProtoIdentity
import ATProtoSyntax
import Foundation
import JOSE
import Testing

@testable import ATProtoOAuth

/// What strangers send. Nothing may trap, and what is accepted must mean the same when it is written and read again.
@Suite struct HostileInputTests {
    /// A place where text comes in.
    struct Edge: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let samples: [String]
        /// Reads a text. Throws if it is refused; else returns what it means and what that is once more written and read.
        let read: @Sendable ([UInt8]) throws -> (String, String)

        init(_ name: String, _ samples: [String], _ read: @escaping @Sendable ([UInt8]) throws -> (String, String)) {
            testDescription = name
            self.samples = samples
            self.read = read
        }

        /// An edge that takes text and can write it.
        init<Value: CustomStringConvertible & SendableMetatype>(
            _ name: String, _ samples: [String], parse: @escaping @Sendable (String) throws -> Value
        ) {
            self.init(name, samples) { bytes in
                let value = "\(try parse(String(decoding: bytes, as: UTF8.self)))"
                return (value, "\(try parse(value))")
            }
        }

        /// An edge that takes JSON and can write it.
        init<Value: Codable & Equatable & SendableMetatype>(_ name: String, _ samples: [String], json: Value.Type) {
            self.init(name, samples) { bytes in
                let value = try JSONDecoder().decode(Value.self, from: Data(bytes))
                let again = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
                return (value == again ? "" : "\(value)", value == again ? "" : "\(again)")
            }
        }

        /// An edge whose result is not written.
        init<Value>(_ name: String, _ samples: [String], reads: @escaping @Sendable ([UInt8]) throws -> Value) {
            self.init(name, samples) { bytes in
                _ = try reads(bytes)
                return ("", "")
            }
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: edges)
    func `hundreds of broken variants are refused or understood, and never trap`(edge: Edge) {
        var mutator = Mutator(seed: 0x9E37_79B9_7F4A_7C15)
        // The samples themselves are fine, or the variants would be too far from anything that is.
        for sample in edge.samples { #expect(throws: Never.self, "\(sample)") { try edge.read(Array(sample.utf8)) } }
        let samples = edge.samples.map { Array($0.utf8) }
        var understood = 0
        for _ in 0..<600 {
            let mutant = mutator.mutant(of: samples)
            guard let (value, again) = try? edge.read(mutant) else { continue }
            understood += 1
            #expect(value == again, "\(Self.text(mutant))")
        }
        // If none were understood, nothing would have been compared.
        #expect(understood > 0)
    }

    @Test(arguments: edges)
    func `what is nested without end, or without content, is refused or empty`(edge: Edge) {
        for text in ["", "\u{0}", String(repeating: "[", count: 10_000), String(repeating: #"{"a":"#, count: 2_000)] {
            guard let (value, again) = try? edge.read(Array(text.utf8)) else { continue }
            #expect(value == again)
        }
    }
}
