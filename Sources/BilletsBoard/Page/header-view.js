/**
 * The bar above everything: what this is, the search, the connection, and whose board it is.
 * @module
 */
import { button, h, icon } from "./dom.js";
import { language, LANGUAGES, say } from "./language.js";
import { prefer, preferences } from "./preferences.js";
import { avatar, setAvatar } from "./ticket-row.js";

/** The bar; `actions` are `create`, `help`, `password`, `admin` and `logOut`. */
export function headerView(desk, router, search, connection, actions) {
  const home = h("a", { class: "brand", href: "/", on: { click: (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    router.go({ page: "board", ticket: null });
  } } }, h("span", { class: "brand-mark", "aria-hidden": "true" }), h("span", { class: "brand-name", text: "Les Billets" }));
  return h("header", { class: "top" }, home,
    h("search", { class: "search" }, icon("search"), search),
    h("span", { class: "gap" }), connection,
    button(say("newTicket"), { iconName: "plus", primary: true, class: "button primary create", "aria-keyshortcuts": "c", on: { click: actions.create } }),
    menu(desk, actions));
}

function menu(desk, actions) {
  const mark = avatar();
  setAvatar(mark, desk.me.name);
  const item = (text, run) => h("button", { type: "button", class: "menu-item", text, on: { click: () => { details.open = false; run(); } } });
  const themes = h("select", { class: "select", id: "theme-select", on: { change: () => prefer({ theme: themes.value || null }) } },
    ...[["", "system"], ["light", "light"], ["dark", "dark"]].map(([value, name]) =>
      h("option", { value, text: say(`theme.${name}`), ".selected": (preferences().theme ?? "") === value })));
  const languages = h("select", { class: "select", id: "language-select", on: { change: () => {
    prefer({ language: languages.value });
    // Drafts and URL say all there is to say, so the page comes back as it was.
    location.reload();
  } } }, ...Object.entries(LANGUAGES).map(([value, text]) => h("option", { value, text, lang: value, ".selected": value === language })));
  const details = h("details", { class: "menu" },
    h("summary", { class: "button quiet", "aria-label": say("accountOf", { name: desk.me.name }) }, mark, h("span", { class: "menu-name", dir: "auto", text: desk.me.name })),
    h("div", { class: "menu-panel" },
      h("div", { class: "menu-field" }, h("label", { for: "theme-select", text: say("theme") }), themes),
      h("div", { class: "menu-field" }, h("label", { for: "language-select", text: say("language") }), languages),
      desk.me.role === "admin" && item(say("administration"), actions.admin),
      item(say("keyboard"), actions.help),
      item(say("changePassword"), actions.password),
      item(say("logOut"), actions.logOut)));
  document.addEventListener("pointerdown", (event) => !details.contains(event.target) && (details.open = false));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.preventDefault();
    details.open = false;
    details.firstElementChild.focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  return details;
}
