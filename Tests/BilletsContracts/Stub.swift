enum StubBilletsContracts {}
