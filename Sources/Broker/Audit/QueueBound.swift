/// A value that is used on one queue only, by whoever has it. The compiler cannot see that; its owner takes care of it.
final class QueueBound<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
