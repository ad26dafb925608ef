/// The documents that programmers read, as every gateway serves them: written by hand in the files beside this
/// one, and part of the binary, so that they are never missing and never another version's.
public enum ServedDocuments {
    /// The HTTP API: OpenAPI 3.1, JSON, UTF-8.
    public static var openAPI: [UInt8] { PackageResources.openapi_json }

    /// The socket: AsyncAPI 3.0, JSON, UTF-8.
    public static var asyncAPI: [UInt8] { PackageResources.asyncapi_json }

    /// The page of Swagger UI: HTML, UTF-8.
    public static var docsPage: [UInt8] { PackageResources.docs_html }

    /// What starts Swagger UI on that page: JavaScript, UTF-8.
    public static var docsScript: [UInt8] { PackageResources.docs_js }

    /// What stands in that page's place where Swagger UI is not installed: HTML, UTF-8.
    public static var docsMissingPage: [UInt8] { PackageResources.docs_missing_html }
}
