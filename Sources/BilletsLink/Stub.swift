enum StubBilletsLink {}
