enum StubCommandLineTests {}
