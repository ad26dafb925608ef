/// Something in the database that this program cannot have written.
struct UnfitValue: Error {
    /// The column of the query, from 0.
    let column: Int

    /// What it holds.
    let text: String
}
