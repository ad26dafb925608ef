/// The files of the board, written by hand in the folder `Page` and part of the binary, so that they are never
/// missing and never another version's.
public enum BoardFiles {
    /// The page itself, whose files are those of `version`: HTML, UTF-8.
    ///
    /// It names all modules, so that a browser asks for them at once and not as one imports the other.
    public static func page(version: String) -> [UInt8] {
        let modules = all.keys.filter { $0.hasSuffix(".js") && !scripts.contains($0) }.sorted()
            .map { "<link rel=\"modulepreload\" href=\"/board/VERSION/\($0)\">" }
        return Array(
            String(decoding: PackageResources.board_html, as: UTF8.self)
                .split(separator: "MODULES", maxSplits: 1)
                .joined(separator: modules.joined(separator: "\n"))
                .split(separator: "VERSION")
                .joined(separator: version)
                .utf8
        )
    }

    /// What the page loads before anything else, and is no module.
    private static let scripts: Set = ["theme.js"]

    /// What the page loads, by name.
    public static var all: [String: BoardFile] {
        [
            "admin-view.js": .script(PackageResources.admin_view_js),
            "announcer.js": .script(PackageResources.announcer_js),
            "backoff.js": .script(PackageResources.backoff_js),
            "bidi.js": .script(PackageResources.bidi_js),
            "board-page.js": .script(PackageResources.board_page_js),
            "board.css": .style(PackageResources.board_css),
            "browser.js": .script(PackageResources.browser_js),
            "clock.js": .script(PackageResources.clock_js),
            "conflict-view.js": .script(PackageResources.conflict_view_js),
            "connection-view.js": .script(PackageResources.connection_view_js),
            "connection.js": .script(PackageResources.connection_js),
            "controls.css": .style(PackageResources.controls_css),
            "create-dialog.js": .script(PackageResources.create_dialog_js),
            "desk.js": .script(PackageResources.desk_js),
            "dialogs.js": .script(PackageResources.dialogs_js),
            "dom.js": .script(PackageResources.dom_js),
            "drafts.js": .script(PackageResources.drafts_js),
            "editing.js": .script(PackageResources.editing_js),
            "editor.js": .script(PackageResources.editor_js),
            "english.js": .script(PackageResources.english_js),
            "filters-view.js": .script(PackageResources.filters_view_js),
            "format.js": .script(PackageResources.format_js),
            "french.js": .script(PackageResources.french_js),
            "header-view.js": .script(PackageResources.header_view_js),
            "history-view.js": .script(PackageResources.history_view_js),
            "http.js": .script(PackageResources.http_js),
            "icon.svg": .picture(PackageResources.icon_svg),
            "intents.js": .script(PackageResources.intents_js),
            "language.js": .script(PackageResources.language_js),
            "lease.js": .script(PackageResources.lease_js),
            "list-view.js": .script(PackageResources.list_view_js),
            "locales.js": .script(PackageResources.locales_js),
            "main.js": .script(PackageResources.main_js),
            "merge.js": .script(PackageResources.merge_js),
            "outbox.js": .script(PackageResources.outbox_js),
            "preferences.js": .script(PackageResources.preferences_js),
            "query.js": .script(PackageResources.query_js),
            "router.js": .script(PackageResources.router_js),
            "search.js": .script(PackageResources.search_js),
            "session-view.js": .script(PackageResources.session_view_js),
            "shortcuts.js": .script(PackageResources.shortcuts_js),
            "stillness.js": .script(PackageResources.stillness_js),
            "theme.css": .style(PackageResources.theme_css),
            "theme.js": .script(PackageResources.theme_js),
            "ticket-form.js": .script(PackageResources.ticket_form_js),
            "ticket-row.js": .script(PackageResources.ticket_row_js),
            "ticket-view.js": .script(PackageResources.ticket_view_js),
            "ticket.css": .style(PackageResources.ticket_css),
            "tickets.js": .script(PackageResources.tickets_js),
            "toasts.js": .script(PackageResources.toasts_js),
            "version.js": .script(PackageResources.version_js),
            "virtual-list.js": .script(PackageResources.virtual_list_js),
        ]
    }
}
