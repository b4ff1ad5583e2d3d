extension JSONSchema {
    /// A member of an object.
    public struct Property: Sendable, Equatable {
        /// The member's name.
        public let name: String
        /// What its value must look like.
        public let schema: JSONSchema
        /// Whether it must be there.
        public let isRequired: Bool

        /// A member that must be there.
        public static func required(_ name: String, _ schema: JSONSchema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be left out.
        public static func optional(_ name: String, _ schema: JSONSchema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }
}
