/// A scope: the values an app asks for, or was granted (RFC 6749 §3.3).
public struct Scope: SyntaxValue {
    /// The values as written, without repetitions, in order.
    public let values: [String]
    /// What the valid ones mean, in order; a value that is not understood grants nothing.
    public let permissions: [Permission]

    /// Parses values that are separated by one space each; none may be empty.
    ///
    /// - Throws: ``SyntaxError`` for a character that no value may have or a malformed percent-escape.
    public init(_ string: String) throws(SyntaxError) {
        guard string.utf8.allSatisfy({ $0 == 0x20 || ScopeValue.isTokenByte($0) }) else {
            throw SyntaxError(type: "scope", value: string, rule: #"must be printable ASCII without " and \"#)
        }
        let words = string.split(separator: " ", omittingEmptySubsequences: false)
        guard words.allSatisfy({ !$0.isEmpty }) else {
            throw SyntaxError(type: "scope", value: string, rule: "values must be separated by one space, without space at the edges")
        }
        var seen: Set<Substring> = []
        var parsed: [ScopeValue] = []
        for word in words where seen.insert(word).inserted { parsed.append(try ScopeValue(String(word))) }
        self.init(parsed)
    }

    private init(_ parsed: [ScopeValue]) {
        values = parsed.map(\.description)
        permissions = parsed.compactMap { Permission($0) }
    }

    /// The values, separated by spaces.
    public var description: String { values.joined(separator: " ") }

    /// The same scope with every value that is understood in its canonical form, sorted, without repetitions.
    public var canonical: Scope {
        let texts = Set(values.compactMap { try? ScopeValue($0) }.map { Permission($0)?.description ?? $0.description })
        let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Scope(sorted.compactMap { try? ScopeValue($0) })
    }

    /// The values that are not understood, and grant nothing.
    public var unknownValues: [String] {
        values.filter { (try? ScopeValue($0)).flatMap { Permission($0) } == nil }
    }

    /// Those of the values that grant nothing because they are of a known kind and break its rules. Servers drop them in silence.
    public var malformedValues: [String] {
        unknownValues.filter { value in (try? ScopeValue(value)).map { Permission.kinds.contains($0.name) } ?? false }
    }

    /// Whether `value` is literally one of the values.
    public func contains(_ value: String) -> Bool { values.contains(value) }

    /// Whether every value is literally one of `other`: servers compare what is asked with what is declared as strings.
    public func isSubset(of other: Scope) -> Bool { Set(values).isSubset(of: other.values) }

    /// The values of this scope that `other` lacks.
    public func subtracting(_ other: Scope) -> [String] { values.filter { !other.contains($0) } }
}
