extension JSONParser {
    /// Reads an object member by member without building it: for the one call that is worth it.
    ///
    /// - Parameter member: gets each name, standing on its value, and must read that value.
    /// - Throws: also for a name with an escape; such a line is for the general reader.
    mutating func readMembers(_ member: (inout JSONParser, Slice<UnsafeBufferPointer<UInt8>>) throws(JSONParseError) -> Void)
        throws(JSONParseError)
    {
        guard take("{") else { throw fault("expected an object") }
        skipSpace()
        if take("}") { return }
        repeat {
            skipSpace()
            let name = try readPlainName()
            skipSpace()
            guard take(":") else { throw fault("expected : after a member name") }
            skipSpace()
            try member(&self, name)
            skipSpace()
        } while take(",")
        guard take("}") else { throw fault("expected , or } in an object") }
    }

    private mutating func readPlainName() throws(JSONParseError) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard take("\"") else { throw fault("expected a member name in quotes") }
        let start = position
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte != UInt8(ascii: "\\") else { throw fault("an escape in a member name") }
            position += 1
        }
        defer { position += 1 }
        return bytes[start..<position]
    }

    /// Reads a string into a place that must still be empty: a name that occurs twice is for the general reader to refuse.
    mutating func readString(into place: inout String?) throws(JSONParseError) {
        guard place == nil, current == UInt8(ascii: "\"") else { throw fault("expected a string") }
        place = try parseString()
    }
}
