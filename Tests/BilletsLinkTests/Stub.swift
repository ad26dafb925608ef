enum StubBilletsLinkTests {}
