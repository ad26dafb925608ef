import FoundationEssentials

/// The file that a picture is to be written to.
struct PlotFile: Sendable {
    private let path: String

    /// The file at `path`, which can be written before anything is measured.
    ///
    /// - Throws: a `Complaint` if it cannot.
    init(_ path: String) throws {
        self.path = path
        try write("")
    }

    /// Writes the picture.
    ///
    /// - Throws: a `Complaint` if that cannot be done.
    func write(_ text: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            throw Complaint(
                "The file '\(path)', which --plot names, cannot be written: see that its folder exists and "
                    + "that this user may write there."
            )
        }
    }
}
