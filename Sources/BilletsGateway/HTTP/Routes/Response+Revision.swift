import Billets
import HTTPTypes
import Hummingbird

extension Response {
    /// Says which change the request made, in the header `Revision`.
    mutating func setRevision(_ revision: Revision) {
        guard let name = HTTPField.Name("Revision") else { return }
        headers[name] = String(revision.number)
    }
}
