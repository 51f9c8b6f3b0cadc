// Does the page read well without looking at it?
(() => {
  const { name, all, seen, shown, texts, tabbable, checks } = a11y;
  const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;
  // A number or sign after such a name is drawn on its wrong side, unless the name stands apart.
  const THROWN_ABOUT = /[\u0590-\u08ff][^\p{L}]*\d/u;
  const APART = "bdi, [dir=auto], [dir=rtl], script, style";
  const EMPTY_WORDS = /^(click )?(here|this|more|read more|link|details)\.?$/i;

  checks.headings = () => {
    const found = [];
    const first = all("h1").filter(shown);
    if (first.length !== 1) found.push(`there are ${first.length} first headings`);
    let before = 0;
    for (const el of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
      const level = Number(el.tagName[1]);
      if (level > before + 1 && before) found.push(`${name(el)} jumps from level ${before} to ${level}`);
      if (!el.textContent.trim()) found.push(`${name(el)} is empty`);
      before = level;
    }
    for (const el of all("main table:not([role=presentation])").filter(shown))
      if (el.rows.length > 1 && el.rows[0].cells.length > 1 && !el.querySelector("thead th, th[scope=col], [role=columnheader]"))
        found.push(`${name(el)} has no headings for its columns`);
    for (const el of texts(document.querySelector("main") || document.body).map((node) => node.parentElement)) {
      const size = parseFloat(getComputedStyle(el).fontSize);
      const heading = el.closest("h1, h2, h3, h4, h5, h6, legend, label, summary, a, button, dt, dd, th, .govuk-body-l, .ui-lead");
      if (size >= 27 && !heading && !el.closest(".ui-reference, .ui-confirmation")) found.push(`${name(el)} looks like a heading and is none`);
    }
    return found;
  };

  checks.words = () => {
    const found = [];
    for (const el of all("a[href]").filter(seen)) {
      const said = (el.getAttribute("aria-label") || el.textContent).trim();
      if (EMPTY_WORDS.test(said)) found.push(`${name(el)} does not say where it leads`);
      if (el.target === "_blank" && document.documentElement.lang === "en" && !/opens in a new tab/.test(said)) found.push(`${name(el)} opens another window without saying so`);
    }
    for (const el of all("main p a[href], main dd a[href]").filter(seen)) {
      const [own, around] = [getComputedStyle(el), getComputedStyle(el.closest("p, dd"))];
      const drawn = own.textDecorationLine.includes("underline") || parseFloat(own.borderBottomWidth) > 0 || own.backgroundColor !== "rgba(0, 0, 0, 0)";
      const alone = el.closest("p, dd").textContent.trim() === el.textContent.trim();
      if (!drawn && own.fontWeight === around.fontWeight && (!alone || own.color === around.color)) found.push(`${name(el)} looks like the words around it`);
    }
    for (const el of all("h1, h2, h3, a, button").filter(seen))
      if (el.querySelector("img, svg:not([aria-hidden=true])") && !el.innerText.trim()) found.push(`${name(el)} is a picture of words`);
    for (const el of all("img[alt]"))
      if (/\.(png|jpe?g|gif|svg|webp)$/i.test(el.alt) || /^(image|picture|photo|graphic)( of)?\b/i.test(el.alt)) found.push(`the words for ${name(el)} are “${el.alt}”`);
    for (const el of all("[aria-label], [title]")) {
      const said = el.getAttribute("aria-label");
      const words = (el.innerText || "").trim().toLowerCase().replace(/\s+/g, " ");
      if (said && words && el.matches("a, button, input, summary") && !said.toLowerCase().includes(words)) found.push(`${name(el)} is called “${said}”, which are not its words`);
    }
    for (const el of all("body *").filter(seen))
      for (const part of ["::before", "::after"]) {
        const content = getComputedStyle(el, part).content;
        if (/^".*[\p{L}\p{N}]{2,}/u.test(content)) found.push(`${name(el)} says ${content} in its style alone`);
      }
    return found;
  };

  checks.direction = () => {
    if (document.dir === "rtl" || document.documentElement.dir === "rtl") return [];
    const found = new Set();
    for (const node of texts()) {
      if (!RIGHT_TO_LEFT.test(node.data) || node.parentElement.closest(APART)) continue;
      let line = node.parentElement;
      while (/^inline/.test(getComputedStyle(line).display)) line = line.parentElement;
      const copy = line.cloneNode(true);
      for (const el of all(APART, copy)) el.replaceWith("x");
      if (THROWN_ABOUT.test(copy.textContent.replace(/\u2068[^\u2069]*\u2069/g, "x"))) found.add(`${name(line)} has a number after a name from right to left, without <bdi>`);
    }
    return [...found];
  };

  checks.order = () => {
    const found = [];
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";
    const stops = tabbable().filter((el) => seen(el) && el.closest("main"));
    for (let at = 1; at < stops.length; at += 1) {
      if (stops[at].closest("label") && stops[at - 1].closest("label")) continue;
      const [one, two] = [stops[at - 1].getBoundingClientRect(), stops[at].getBoundingClientRect()];
      const above = two.bottom <= one.top - 4;
      const beside = rtl ? two.right <= one.left : two.left >= one.right;
      const before = Math.abs(two.top - one.top) < 4 && (rtl ? two.left >= one.right : two.right <= one.left);
      if ((above && !beside) || before) found.push(`${name(stops[at])} is reached after ${name(stops[at - 1])}, but stands before it`);
    }
    return found;
  };

  checks.small = () => {
    const found = new Set();
    for (const node of texts()) {
      const style = getComputedStyle(node.parentElement);
      if (parseFloat(style.fontSize) < 13) found.add(`${name(node.parentElement)} is written in ${style.fontSize}`);
      if (style.textAlign === "justify") found.add(`${name(node.parentElement)} is justified`);
    }
    return [...found];
  };

  checks.moving = () => {
    const found = [];
    for (const el of all("video[autoplay], audio[autoplay], marquee, blink")) found.push(`${name(el)} starts by itself`);
    if (document.querySelector("meta[http-equiv=refresh i]")) found.push("the page leaves by itself");
    for (const each of document.getAnimations()) {
      const timing = each.effect.getComputedTiming();
      if (timing.endTime > 5000 && each.playState === "running") found.push(`${name(each.effect.target)} keeps moving`);
    }
    for (const el of all("[accesskey]")) found.push(`${name(el)} has a key of its own`);
    for (const el of all("#result, .result")) if (!/status|alert/.test(el.getAttribute("role"))) found.push(`${name(el)} tells nobody what happened`);
    return found;
  };
})();
