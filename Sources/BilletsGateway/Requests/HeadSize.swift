/// The size of the head of a request so far, as far as the kind of its refusal depends on it.
struct HeadSize {
    /// The bytes of the first line.
    private(set) var firstLineBytes = 0

    private var isFirstLineRead = false

    /// The size when `bytes` more have come; the first end of a line among them is behind `lineBytes`.
    func adding(_ bytes: Int, lineBytes: Int?) -> HeadSize {
        guard !isFirstLineRead else { return self }
        var size = self
        size.firstLineBytes += lineBytes ?? bytes
        size.isFirstLineRead = lineBytes != nil
        return size
    }
}
