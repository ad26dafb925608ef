enum StubBilletsLoad {}
