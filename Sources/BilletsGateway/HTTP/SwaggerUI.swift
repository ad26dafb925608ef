import BilletsDocuments
import FoundationEssentials

/// Swagger UI, as `deploy/fetch-swagger-ui` puts it into a folder: read once, served from memory.
public struct SwaggerUI: Sendable {
    /// The files, by the names under which pages ask for them.
    let files: [String: Document]

    /// Reads the files of `folder`.
    ///
    /// - Throws: Foundation's error for the first that cannot be read.
    public init(folder: String) throws {
        let folder = URL(filePath: folder)
        func read(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: folder.appending(path: name)))
        }
        func file(_ name: String, _ mediaType: String) throws -> Document {
            Document(
                try read(name),
                compressed: try read(name + ".gz"),
                mediaType: mediaType
            )
        }
        files = [
            "swagger-ui-bundle.js": try file("swagger-ui-bundle.js", "text/javascript"),
            "swagger-ui.css": try file("swagger-ui.css", "text/css"),
            "favicon-32x32.png": Document(
                try read("favicon-32x32.png"),
                mediaType: "image/png"
            ),
            "start.js": Document(ServedDocuments.docsScript, mediaType: "text/javascript"),
        ]
    }
}
