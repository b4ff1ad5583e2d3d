/// What a JSON value must look like: the part of JSON Schema (draft 7) that parameters and results need.
///
/// One schema serves twice: the server validates with it, and the OpenRPC document prints it, so neither can drift from the other.
public struct JSONSchema: Sendable, Equatable {
    /// The shape.
    public var shape: Shape
    /// The meaning, for people; its first clause is also the remedy that a violation offers.
    public var description: String
    /// Values that satisfy the schema.
    public var examples: [JSONValue] = []
    /// Whether `null` is allowed too.
    public var isNullable = false

    /// A schema of a shape.
    public init(_ shape: Shape, _ description: String, examples: [JSONValue] = []) {
        self.shape = shape
        self.description = description
        self.examples = examples
    }

    /// The kinds of value a schema can ask for.
    public indirect enum Shape: Sendable, Equatable {
        /// Anything at all.
        case any
        /// `true` or `false`.
        case boolean
        /// A whole number within the bounds, both included.
        case integer(minimum: Int64?, maximum: Int64?)
        /// Any number within the bounds, both included.
        case number(minimum: Double?, maximum: Double?)
        /// Text.
        case string(StringRule)
        /// A list of at most so many values.
        case array(JSONSchema, maxItems: Int?)
        /// An object with these members and no others.
        case object([Property])
        /// An object whose member names are free, with values of one schema.
        case map(JSONSchema)
        /// Exactly these values.
        case constant(JSONValue)
        /// One of these schemas.
        case oneOf([JSONSchema])
    }
}
