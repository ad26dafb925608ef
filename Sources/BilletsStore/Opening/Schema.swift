/// The marks of a database of ours.
enum Schema {
    /// What `PRAGMA application_id` says: "LBil" in ASCII.
    static let applicationID: Int64 = 0x4C42_696C

    /// What `PRAGMA user_version` says after the newest migration that this program knows.
    static let version: Int64 = 8
}
