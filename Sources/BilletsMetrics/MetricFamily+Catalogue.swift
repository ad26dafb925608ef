/// All that the processes tell of themselves; what is not here is not told.
extension MetricFamily {
    /// Seconds, from a tenth of a millisecond to ten seconds.
    private static let seconds: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10,
    ]

    /// What a gateway tells of its sockets, and of what it hands to them.
    public static let sockets: [MetricFamily] = [
        .gauge("les_billets_sockets", "Sockets that are open."),
        .counter("les_billets_socket_opens_total", "Sockets that were opened."),
        .counter(
            "les_billets_socket_closes_total",
            "Sockets that ended, by close code; 1006 if nobody said goodbye."
        ),
        .counter(
            "les_billets_evictions_total",
            "Sockets that were closed because they read too slowly."
        ),
        .gauge("les_billets_unsent_bytes", "Bytes that wait until clients read them."),
        .counter("les_billets_received_messages_total", "Messages that clients sent over sockets."),
        .counter(
            "les_billets_refused_messages_total",
            "Messages that were refused before they became a command, by code."
        ),
        .counter("les_billets_sent_bytes_total", "Bytes that were sent over sockets."),
        .counter(
            "les_billets_events_total",
            "Committed changes that passed by the gateway's sockets."
        ),
        .counter(
            "les_billets_deliveries_total",
            "Events that were sent live, each counted for each socket."
        ),
        .histogram(
            "les_billets_event_lag_seconds",
            "Time from a commit, by the database's clock, until the change was handed to sockets, by the gateway's.",
            seconds
        ),
        .counter(
            "les_billets_resumes_total",
            "Clients that came back with since, by what they got: current, events or snapshot."
        ),
    ]

    /// What a gateway tells of its updater, which puts changes into order.
    public static let updater: [MetricFamily] = [
        .counter(
            "les_billets_updater_reorder_waits_total",
            "Times that a change came before its predecessor, and waited for it."
        ),
        .counter(
            "les_billets_updater_gaps_total",
            "Times that a predecessor did not come in time, and the store was asked for it."
        ),
        .counter(
            "les_billets_updater_repairs_total",
            "Changes that came from the store, since no bus had brought them."
        ),
        .counter(
            "les_billets_updater_start_overs_total",
            "Times that the history of the database had become another one."
        ),
    ]

    /// What a gateway tells of commands, requests and its own state.
    public static let gateway: [MetricFamily] = [
        .counter(
            "les_billets_commands_total",
            "Commands, by type and result: accepted, or the code of the refusal."
        ),
        .histogram(
            "les_billets_command_seconds",
            "Time from a command's arrival to its answer.",
            seconds
        ),
        .counter("les_billets_http_requests_total", "HTTP requests, by the status of the answer."),
        .counter(
            "les_billets_login_failures_total",
            "Log-ins with a wrong e-mail address or password."
        ),
        .gauge("les_billets_ready", "1 if the gateway is ready for clients, 0 if not."),
        .gauge("les_billets_store_up", "1 if the store serves this gateway, 0 if not."),
        .gauge("les_billets_bus_up", "1 if the bus carries this gateway's events, 0 if not."),
        .gauge("les_billets_draining", "1 while the gateway lets its clients go, otherwise 0."),
    ]

    /// What a gateway tells of its connections to Redis.
    public static let bus: [MetricFamily] = [
        .counter(
            "les_billets_bus_received_total",
            "Valid events that came over Redis, the gateway's own included."
        ),
        .counter(
            "les_billets_bus_publishes_total",
            "Events that Redis confirmed to have published."
        ),
        .counter(
            "les_billets_bus_publish_errors_total",
            "Events that were not published, by reason."
        ),
        .counter(
            "les_billets_bus_rejects_total",
            "Payloads from Redis that were not taken in, by reason."
        ),
        .counter("les_billets_bus_reconnects_total", "Attempts to connect to Redis again."),
        .counter("les_billets_bus_probes_total", "Probes that came back from Redis in time."),
        .counter(
            "les_billets_bus_probe_failures_total",
            "Probes that did not come back from Redis in time."
        ),
    ]

    /// What whoever has the database open tells of it: the store process, or each gateway that shares the file.
    public static let store: [MetricFamily] = [
        .histogram(
            "les_billets_store_transaction_seconds",
            "Time of a write transaction, with its fsync, without the wait for other processes.",
            seconds
        ),
        .histogram(
            "les_billets_store_lock_wait_seconds",
            "Time that a write transaction waited for other processes.",
            seconds
        ),
        .histogram(
            "les_billets_store_batch_commands",
            "Commands that were committed together.",
            [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
        ),
        .counter("les_billets_store_errors_total", "Commands that the database failed to commit."),
        .gauge(
            "les_billets_store_files_in_place",
            "1 if the files at the database's paths are the ones that were opened, 0 if not."
        ),
        .gauge("les_billets_store_database_bytes", "Size of the database, without its log."),
        .gauge(
            "les_billets_locks_held",
            "Tickets in the database that somebody holds the lock of."
        ),
        .counter(
            "les_billets_locks_expired_total",
            "Locks that this process ended since their time had run out."
        ),
        .counter(
            "les_billets_lock_conflicts_total",
            "Commands that were refused since somebody else held the lock."
        ),
    ]

    /// What a gateway tells of its link to the store process.
    public static let link: [MetricFamily] = [
        .gauge("les_billets_link_up", "1 if the store process is reached, 0 if not."),
        .counter(
            "les_billets_link_reconnects_total",
            "Times that a lost link to the store process came back."
        ),
    ]

    /// What every process tells of itself; the names that Prometheus's own libraries use
    /// (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
    public static let process: [MetricFamily] = [
        .gauge("les_billets_build_info", "1; its label says which version this is."),
        .gauge("process_resident_memory_bytes", "Resident memory."),
        .gauge("process_virtual_memory_bytes", "Virtual memory."),
        .counter("process_cpu_seconds_total", "User and system time of all threads."),
        .gauge("process_open_fds", "Open file descriptors."),
        .gauge("process_max_fds", "How many file descriptors the process may have."),
        .gauge("process_start_time_seconds", "When the process started, in seconds since 1970."),
        .gauge("process_threads", "Threads of the process."),
    ]

    /// All of them.
    public static let all = sockets + updater + gateway + bus + store + link + process
}
