// Does everything fit? Sideways scrolling, text cut off, text on text.
(() => {
  const { name, all, seen, shown, texts, checks } = a11y;
  const fixed = (el) => {
    for (let at = el; at; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    return false;
  };
  const inScroller = (el) => {
    for (let at = el.parentElement; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return at;
    return null;
  };

  checks.sideways = () => {
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width + 1) {
      const wide = all("body *").filter((el) => seen(el) && el.getBoundingClientRect().right > width + 1);
      found.push(`the page scrolls sideways by ${document.documentElement.scrollWidth - width} px: ${wide.slice(-3).map(name).join(", ")}`);
    }
    for (const el of all("body *")) {
      if (!/auto|scroll/.test(getComputedStyle(el).overflowX) || el.scrollWidth <= el.clientWidth + 1 || !seen(el)) continue;
      const table = el.querySelector("table") && el.tabIndex >= 0 && el.getAttribute("role") === "region";
      if (!table) found.push(`${name(el)} scrolls sideways by ${el.scrollWidth - el.clientWidth} px`);
    }
    return found;
  };

  checks.cut = () => {
    const found = new Set();
    const width = document.documentElement.clientWidth;
    for (const node of texts()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const el = node.parentElement;
      if (el.closest("textarea, select")) continue;
      if (!inScroller(el) && (box.left < -1 || box.right > width + 1)) found.add(`${name(el)} reaches out of the window`);
      for (let at = el; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        const cutX = /hidden|clip/.test(style.overflowX) && (box.right > edge.right + 2 || box.left < edge.left - 2);
        const cutY = /hidden|clip/.test(style.overflowY) && (box.bottom > edge.bottom + 4 || box.top < edge.top - 4);
        if (cutX || cutY) found.add(`${name(el)} is cut off by ${name(at)}`);
      }
      if (getComputedStyle(el).webkitLineClamp !== "none") found.add(`${name(el)} is cut after some lines`);
    }
    for (const el of all("button, select, input[type=submit]"))
      if (seen(el) && el.scrollWidth > el.clientWidth + 2 && getComputedStyle(el).overflowX !== "visible")
        found.add(`${name(el)} shows only a part of its words`);
    return [...found];
  };

  checks.overlap = () => {
    scrollTo(0, 0);
    document.activeElement?.blur?.(); // the way past the navigation shows only while it has focus
    const rows = [];
    for (const node of texts()) {
      if (fixed(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const trim = box.height / 4; // a line's box is higher than its letters
        if (box.width > 3) rows.push({ el: node.parentElement, l: box.left + 1, r: box.right - 1, t: box.top + trim, b: box.bottom - trim });
      }
    }
    for (const el of all("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea, img, svg"))
      if (seen(el) && !fixed(el) && !el.closest("[aria-hidden=true]")) {
        const box = el.getBoundingClientRect();
        if (box.width > 3 && box.height > 3) rows.push({ el, l: box.left + 1, r: box.right - 1, t: box.top + 2, b: box.bottom - 2 });
      }
    // A box to tick or to choose is drawn before its label, over the real one.
    for (const el of all("input[type=radio], input[type=checkbox]")) {
      const label = el.labels[0];
      const drawn = label && getComputedStyle(label, "::before");
      if (drawn?.position !== "absolute" || !seen(label)) continue;
      const around = (getComputedStyle(label).position === "static" ? label.offsetParent : label).getBoundingClientRect();
      const l = around.left + parseFloat(drawn.left);
      const t = around.top + parseFloat(drawn.top);
      rows.push({ el, l, r: l + parseFloat(drawn.width), t, b: t + parseFloat(drawn.height) });
    }
    rows.sort((a, b) => a.t - b.t);
    const found = new Set();
    rows.forEach((one, at) => {
      for (let next = at + 1; next < rows.length && rows[next].t < one.b; next += 1) {
        const two = rows[next];
        if (one.el === two.el || one.el.contains(two.el) || two.el.contains(one.el)) continue;
        if (Math.min(one.r, two.r) - Math.max(one.l, two.l) > 2 && Math.min(one.b, two.b) - two.t > 1)
          found.add(`${name(one.el)} lies on ${name(two.el)}`);
      }
    });
    return [...found];
  };

  // What a wide window shows a narrow one shows, too, if need be behind a press. So with where its links lead.
  const main = () => document.querySelector("main") || document.body;
  const said = () => texts(main());
  const links = () => all("a[href]", main()).filter(seen);
  checks.rememberWide = () => {
    window.shownWide = said();
    window.linkedWide = links();
    return [];
  };
  // A narrow table hides its headings: each value that a wide window shows must follow the words of its column there.
  // Only the heading of a row speaks for itself, and an empty cell needs no words, but must not be hidden.
  const inEachCell = (heading) => {
    const spoke = (cell) => window.shownWide.some((node) => cell.contains(node));
    const words = heading.firstChild?.textContent.trim();
    return [...heading.closest("table").tBodies]
      .flatMap((body) => [...body.rows].map((row) => row.cells[heading.cellIndex]))
      .filter((cell) => cell && cell.colSpan === 1 && cell.scope !== "row")
      .every((cell) => shown(cell) && (!spoke(cell) || texts(cell)[0]?.data.trim() === words));
  };
  checks.sameContent = () => {
    const now = new Set(said());
    const labelled = new Set(all("thead th").filter(inEachCell));
    const folded = (node) => node.parentElement.closest("details:not([open])");
    const foldedLinks = all("details:not([open]) a[href]", main()).filter((link) => shown(link.closest("details").querySelector("summary")));
    const leads = new Set([...links(), ...foldedLinks].map((link) => link.href));
    const lost = window.linkedWide.filter((link) => link.isConnected && !leads.has(link.href));
    const gone = window.shownWide.filter((node) => node.isConnected && !now.has(node) && !folded(node) && !labelled.has(node.parentElement.closest("thead th")));
    return [
      ...gone.map((node) => `${name(node.parentElement)} is left out of a narrow window`),
      ...lost.map((link) => `${name(link)} leads to where nothing leads in a narrow window`),
    ];
  };

  checks.covered = () => {
    // On a small window what stays in place must leave space to read, and must not lie on what the focus or a link goes to.
    const stays = all("body *")
      .filter((el) => seen(el) && /fixed|sticky/.test(getComputedStyle(el).position))
      .map((el) => [el, el.getBoundingClientRect(), getComputedStyle(el).top])
      .filter(([, box]) => box.width > innerWidth / 2);
    const high = stays.filter(([, box]) => box.height > innerHeight / 3);
    const room = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    const over = stays.filter(([, box, top]) => top === "0px" && box.height > room);
    return [
      ...high.map(([el, box]) => `${name(el)} stays and takes ${Math.round(box.height)} of ${innerHeight} px`),
      ...over.map(([el, box]) => `${name(el)} stays and covers ${Math.round(box.height)} px of what a link leads to`),
    ];
  };
})();
