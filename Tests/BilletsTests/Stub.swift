enum StubBilletsTests {}
