"use strict";
// Runs before the first paint, so that a chosen theme and language never flash past as another: everything else is
// a module, and modules wait for the document.
try {
  const preferences = JSON.parse(localStorage.getItem("les-billets.preferences") ?? "{}");
  if (["light", "dark"].includes(preferences.theme)) document.documentElement.dataset.theme = preferences.theme;
  const language = preferences.language ?? navigator.language;
  document.documentElement.lang = language.startsWith("fr") ? "fr" : "en";
} catch {
  // Storage may be forbidden: then the system's theme it is.
}
