enum StubBilletsBusTests {}
