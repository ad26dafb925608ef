enum StubHouseTests {}
