enum StubBilletsWireTests {}
