// Before and after each press of Tab: where focus is, and whether one can see it.
(() => {
  const { name, tabbable, checks } = a11y;
  const look = (el) => {
    const parts = [el, el.parentElement, el.labels?.[0]].filter(Boolean);
    const said = (style) =>
      [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth, style.color, style.textDecoration, style.clipPath].join("|");
    return parts.flatMap((part) => [said(getComputedStyle(part)), said(getComputedStyle(part, "::before")), said(getComputedStyle(part, "::after"))]).join("\n");
  };
  let stops, before, reached;

  // Tab skips what has no layout yet: begin once the window has focus and what was changed before has been drawn.
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  a11y.beginTabbing = async () => {
    await drawn();
    document.activeElement?.blur?.();
    scrollTo(0, 0);
    stops = tabbable();
    before = new Map(stops.map((el) => [el, look(el)]));
    reached = new Set();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return stops.length;
  };

  a11y.afterTab = () => {
    const el = document.activeElement;
    if (!el || el === document.body || el === document.documentElement) return { done: true };
    const again = reached.has(el);
    reached.add(el);
    const found = [];
    if (before.has(el) && look(el) === before.get(el)) found.push(`${name(el)} does not show that it has focus`);
    const box = el.getClientRects()[0] || el.getBoundingClientRect(); // a link may go over two lines
    if (box.width > 1 && box.height > 1) {
      const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 200), box.top + Math.min(box.height / 2, 20));
      const own = at && (el.contains(at) || at.contains(el) || el.labels?.[0]?.contains(at));
      if (at && !own && !/radio|checkbox|file/.test(el.type)) found.push(`${name(el)} has focus behind ${name(at)}`);
    }
    return { found, again, at: name(el) };
  };

  a11y.unreached = () => {
    const passedBy = a11y.all("a[href], button, input:not([type=hidden]), select, textarea, summary").filter((el) => el.tabIndex < 0 && !el.disabled && a11y.seen(el));
    const groups = new Set([...reached].filter((el) => el.type === "radio").map((el) => el.name));
    const missed = stops.filter((el) => !reached.has(el) && !(el.type === "radio" && groups.has(el.name)) && el.isConnected);
    return [...missed, ...passedBy].map((el) => `${name(el)} is not reached by Tab`);
  };
})();
