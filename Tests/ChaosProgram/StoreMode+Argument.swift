public import ArgumentParser
public import BilletsChaos

extension StoreMode: ExpressibleByArgument {}

extension Drill: ExpressibleByArgument {}
