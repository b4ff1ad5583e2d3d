/// A request body beyond what its endpoint reads.
struct BodyTooLarge: Error {
    let limit: Int
}
