extension Array {
    /// The elements in their order, cut into slices of `bytesMaximum` each, by the measure of `bytes`; the
    /// element that reaches it still goes in, so that none is too large.
    func portions(bytesMaximum: Int, bytes: (Element) -> Int) -> [ArraySlice<Element>] {
        var portions: [ArraySlice<Element>] = []
        var start = startIndex
        var size = 0
        for index in indices {
            size += bytes(self[index])
            if size >= bytesMaximum {
                portions.append(self[start...index])
                start = index + 1
                size = 0
            }
        }
        if start < endIndex { portions.append(self[start...]) }
        return portions
    }
}
