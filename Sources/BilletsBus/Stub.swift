enum StubBilletsBus {}
