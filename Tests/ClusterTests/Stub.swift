enum StubClusterTests {}
