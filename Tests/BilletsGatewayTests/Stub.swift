enum StubBilletsGatewayTests {}
