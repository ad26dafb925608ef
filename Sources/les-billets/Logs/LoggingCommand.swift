import ArgumentParser

/// A command that keeps a log, in whose form it also says why it ends.
protocol LoggingCommand: ParsableCommand {
    /// What it was told about its log.
    var log: LogOptions { get }
}

extension ClusterCommand: LoggingCommand {}
extension GatewayCommand: LoggingCommand {}
extension MigrateCommand: LoggingCommand {}
extension RestoreCommand: LoggingCommand {}
extension ServeCommand: LoggingCommand {}
extension StoreCommand: LoggingCommand {}
