import TOMLKit

/// A value of the file, copied out of the parser's memory, which lives only as long as the whole document.
enum TOMLNode {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case array([TOMLNode])
    case table([String: TOMLNode])
    /// A date or a time, which no key takes.
    case other

    init(_ value: any TOMLValueConvertible) {
        self =
            switch value.type {
            case .string: .string(value.string ?? "")
            case .int: .integer(value.int ?? 0)
            case .double: .number(value.double ?? 0)
            case .bool: .boolean(value.bool ?? false)
            case .array: .array((value.array?.map { TOMLNode($0) }) ?? [])
            case .table: .table(value.table.map(Self.entries) ?? [:])
            case .date, .time, .dateTime: .other
            }
    }

    static func entries(_ table: TOMLTable) -> [String: TOMLNode] {
        var entries: [String: TOMLNode] = [:]
        for key in table.keys { entries[key] = table[key].map { TOMLNode($0) } }
        return entries
    }
}
