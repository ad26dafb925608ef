/**
 * Elements, made without markup: texts of users are only ever text nodes.
 * @module
 */
import { balanced } from "./bidi.js";

/**
 * An element: `properties` are attributes, but for `class`, `on` (listeners by event), `text`, `data` (by name) and
 * properties of the element whose name begins with a dot. What is null, undefined or false is left out.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "text") element.textContent = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith(".")) element[name.slice(1)] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A text of somebody, within a line that holds more: isolated, so that it does not reorder the rest. */
export const bdi = (text) => h("bdi", { text: balanced(text) });

/** Puts `text` into `node` if it is another one. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute if it has another value; null removes it. */
export function setAttribute(element, name, value) {
  if (value === null || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Shows or hides an element. */
export function setHidden(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

const SVG = "http://www.w3.org/2000/svg";

/** What icons are drawn with: lines in a square of 16, without fill; `f` marks one that is filled. */
const ICONS = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14",
  plus: "M8 3v10M3 8h10",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  close: "M4 4l8 8M12 4l-8 8",
  table: "M2 3.5h12M2 8h12M2 12.5h12",
  columns: "M2.5 2.5h3v11h-3zM6.5 2.5h3v7h-3zM10.5 2.5h3v9h-3z",
  menu: "M3 4.5h10M3 8h10M3 11.5h10",
  bell: "M4 11V7.5a4 4 0 0 1 8 0V11l1 1.5H3zM6.8 14.2h2.4",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.2M8 11.2v.2",
  back: "M9.5 3.5 5 8l4.5 4.5",
  up: "M8 12.5v-9M4.5 7 8 3.5 11.5 7",
  down: "M8 3.5v9M4.5 9 8 12.5 11.5 9",
  refresh: "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
  open: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
  blocked: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM5 8h6",
  closed: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM5.4 8.2l1.8 1.8 3.4-3.6",
  low: "M3 13v-2.5M7 13v-.01M11 13v-.01",
  normal: "M3 13v-2.5M7 13V8M11 13v-.01",
  high: "M3 13v-2.5M7 13V8M11 13V5",
  urgent: "M8 2.5 14 13.5H2zM8 6.5v3M8 11.4v.2",
  user: "M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8zM3 13.5c.6-2.6 2.6-3.8 5-3.8s4.400 1.200 5 3.800",
};

/** An icon; what it means is said beside it, or by `aria-label` around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Makes `svg`, an icon, another one if it is. */
export function setIcon(svg, name) {
  if (svg.classList.contains(`icon-${name}`)) return;
  svg.setAttribute("class", `icon icon-${name}`);
  svg.firstElementChild.setAttribute("d", ICONS[name]);
}

/** A button with an icon, and a text that may only be for screen readers. */
export function button(label, { iconName, quiet = false, primary = false, danger = false, showsLabel = true, ...rest } = {}) {
  const looks = ["button", quiet && "quiet", primary && "primary", danger && "danger", !showsLabel && "only-icon"];
  return h(
    "button",
    { type: "button", class: looks.filter(Boolean).join(" "), "aria-label": showsLabel ? null : label,
      title: showsLabel ? null : label, ...rest },
    iconName && icon(iconName),
    showsLabel && h("span", { text: label }),
  );
}
