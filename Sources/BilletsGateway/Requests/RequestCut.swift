/// A request ends before it is complete, and its connection with it: nobody is there for an answer.
struct RequestCut: Error, Hashable {}
