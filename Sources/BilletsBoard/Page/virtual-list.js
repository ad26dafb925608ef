/**
 * A list of any length that holds elements only for what can be seen, and never moves what is looked at.
 * @module
 */

/** How many rows beyond what can be seen are there, above and below. */
const OVERSCAN = 8;

/** A list of rows of one height, by id. */
export class VirtualList {
  ids = [];
  /** The row that the keyboard is on: it is the list's one stop for Tab. */
  activeID = null;
  #places = new Map();
  #elements = new Map();
  #scroller;
  #space;
  #create;
  #update;
  #height;
  #frame = 0;

  /**
   * A list in `scroller`, whose rows stand in `space`. `create(id)` makes a row, and `update(element, id, index)`
   * brings it up to date; a row is `rowHeight()` pixels high.
   */
  constructor({ scroller, space, create, update, rowHeight }) {
    this.#scroller = scroller;
    this.#space = space;
    this.#create = create;
    this.#update = update;
    this.#height = rowHeight;
    scroller.addEventListener("scroll", () => this.#schedule(), { passive: true });
    new ResizeObserver(() => this.#schedule()).observe(scroller);
  }

  /** Shows these rows; what is seen first stays where it is, unless the list is at its top. */
  setIDs(ids) {
    const height = this.#height();
    const top = this.#scroller.scrollTop;
    const anchor = top > 0 ? this.ids.slice(Math.floor(top / height), Math.floor(top / height) + 20) : [];
    const offset = top % height;
    const places = new Map(ids.map((id, index) => [id, index]));
    this.ids = ids;
    this.#places = places;
    if (this.activeID === null || !places.has(this.activeID)) this.#moveActive(ids);
    this.#space.style.height = `${ids.length * height}px`;
    const kept = anchor.findIndex((id) => places.has(id));
    if (kept >= 0) {
      const wanted = (places.get(anchor[kept]) - kept) * height + offset;
      if (Math.abs(wanted - this.#scroller.scrollTop) >= 1) this.#scroller.scrollTop = wanted;
    }
    this.render();
  }

  /** Brings a row up to date, if it is there; answers its element. */
  refresh(id) {
    const element = this.#elements.get(id);
    if (element) this.#update(element, id, this.#places.get(id));
    return element;
  }

  /** Brings all rows up to date. */
  refreshAll() {
    for (const id of this.#elements.keys()) this.refresh(id);
  }

  /** The element of a row, if it is there. */
  element(id) {
    return this.#elements.get(id);
  }

  /** How many rows fit. */
  get pageLength() {
    return Math.max(1, Math.floor(this.#scroller.clientHeight / this.#height()) - 1);
  }

  /** The place of a row; -1 if it is not in the list. */
  indexOf(id) {
    return this.#places.get(id) ?? -1;
  }

  /** Makes `id` the active row, brings it into view and, if `focus`, to the keyboard. */
  activate(id, { focus = false } = {}) {
    if (!this.#places.has(id)) return;
    const before = this.activeID;
    this.activeID = id;
    const height = this.#height();
    const top = this.#places.get(id) * height;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) this.#scroller.scrollTop = top + height - clientHeight;
    this.render();
    this.refresh(before);
    this.refresh(id);
    if (focus) focusTarget(this.#elements.get(id))?.focus({ preventScroll: true });
  }

  /** Puts into the document what can be seen, and takes out what cannot. */
  render() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const height = this.#height();
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN);
    const last = Math.min(this.ids.length, Math.ceil((scrollTop + clientHeight) / height) + OVERSCAN);
    const wanted = new Set(this.ids.slice(first, last));
    // The active row stays, seen or not: it may have the focus.
    if (this.activeID !== null && this.#places.has(this.activeID)) wanted.add(this.activeID);
    for (const [id, element] of this.#elements) {
      if (!wanted.has(id)) {
        element.remove();
        this.#elements.delete(id);
      }
    }
    for (const id of wanted) this.#place(id, height);
  }

  #place(id, height) {
    let element = this.#elements.get(id);
    const index = this.#places.get(id);
    if (!element) {
      element = this.#create(id);
      this.#elements.set(id, element);
      this.#update(element, id, index);
      this.#space.append(element);
    } else if (element.dataset.index !== String(index)) this.#update(element, id, index);
    element.dataset.index = index;
    const transform = `translateY(${index * height}px)`;
    if (element.style.transform !== transform) element.style.transform = transform;
  }

  #moveActive(ids) {
    const element = this.#elements.get(this.activeID);
    const hadFocus = element?.contains(document.activeElement);
    const index = Math.min(Number(element?.dataset.index ?? 0), ids.length - 1);
    this.activeID = ids[index] ?? null;
    // Only where the focus would be lost with the row does it go to the row that takes its place.
    if (hadFocus && this.activeID !== null) {
      this.render();
      focusTarget(this.#elements.get(this.activeID))?.focus({ preventScroll: true });
    }
  }

  #schedule() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.render());
  }
}

/** What of a row takes the focus. */
export const focusTarget = (element) => element?.querySelector("[data-focus]") ?? element;
