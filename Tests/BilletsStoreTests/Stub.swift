enum StubBilletsStoreTests {}
