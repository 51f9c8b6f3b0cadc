// What changes with the person's own settings: contrast mode, motion, print, no style, no script.
(() => {
  const { name, all, seen, shown, texts, tabbable, checks } = a11y;
  const edge = (style) =>
    ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && !/none|hidden/.test(style[`border${side}Style`]));
  const outlined = (style) => parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";

  checks.forced = () => {
    const found = [];
    const page = getComputedStyle(document.body).backgroundColor;
    for (const el of all("button, .govuk-button, input:not([type=hidden]), select, textarea").filter(seen)) {
      if (/radio|checkbox/.test(el.type)) {
        const drawn = el.labels?.[0] && getComputedStyle(el.labels[0], "::before");
        if (parseFloat(getComputedStyle(el).opacity) < 0.1 && !(drawn && edge(drawn))) found.push(`${name(el)} has no edge in forced colours`);
        continue;
      }
      if (el.matches(".ui-link-button") || getComputedStyle(el).textDecorationLine.includes("underline")) continue;
      if (el.type === "file") continue; // the browser draws its button
      const style = getComputedStyle(el);
      if (!edge(style) && !outlined(style)) found.push(`${name(el)} has no edge in forced colours`);
      if (style.forcedColorAdjust === "none" && style.backgroundColor !== page) found.push(`${name(el)} keeps its own colours in forced colours`);
    }
    for (const el of texts().map((node) => node.parentElement)) {
      if (getComputedStyle(el).forcedColorAdjust === "none") found.push(`${name(el)} keeps its own colours in forced colours`);
    }
    for (const el of tabbable().slice(0, 60)) {
      el.focus({ preventScroll: true });
      const label = el.labels?.[0] ? getComputedStyle(el.labels[0], "::before") : null;
      if (document.activeElement === el && !outlined(getComputedStyle(el)) && !(label && outlined(label)) && !outlined(getComputedStyle(el.parentElement)))
        found.push(`${name(el)} shows no focus in forced colours`);
    }
    return [...new Set(found)];
  };

  checks.still = () => {
    const found = [];
    for (const el of all("*")) {
      const style = getComputedStyle(el);
      const slow = (list) => list.split(",").some((each) => parseFloat(each) > 0.01);
      if (style.animationName !== "none" && slow(style.animationDuration)) found.push(`${name(el)} moves although motion is reduced`);
      if (slow(style.transitionDuration) && !/^(color|background-color|border-color|none)(, |$)/.test(style.transitionProperty)) found.push(`${name(el)} glides although motion is reduced`);
      if (style.scrollBehavior === "smooth") found.push(`${name(el)} scrolls smoothly although motion is reduced`);
    }
    return found;
  };

  checks.onPaper = () => {
    const found = [];
    const main = document.querySelector("main") || document.body;
    for (const el of all("h1, h2, h3, p, li, dd, dt, td, th, blockquote", main)) {
      const kept = el.closest("nav, form, .ui-composer, .no-print, .ui-back, [hidden], dialog, details, footer, .govuk-visually-hidden") || el.querySelector("form, button, a");
      if (!kept && el.textContent.trim() && el.dataset.a11ySeen && !shown(el)) found.push(`${name(el)} is not printed`);
    }
    for (const el of all("body *")) if (shown(el) && getComputedStyle(el).position === "fixed") found.push(`${name(el)} is printed over every page`);
    return found;
  };
  checks.rememberSeen = () => {
    for (const el of all("h1, h2, h3, p, li, dd, dt, td, th, blockquote").filter(shown)) el.dataset.a11ySeen = "1";
    return [];
  };

  checks.unstyled = () => {
    const found = [];
    for (const sheet of document.styleSheets) sheet.disabled = true;
    const sheets = document.adoptedStyleSheets;
    document.adoptedStyleSheets = [];
    for (const el of all("svg, img").filter(shown))
      if (el.getBoundingClientRect().width > 320) found.push(`${name(el)} fills the page without styles`);
    for (const el of all("dialog:not([open]), [hidden]")) if (shown(el)) found.push(`${name(el)} shows without styles`);
    for (const sheet of document.styleSheets) sheet.disabled = false;
    document.adoptedStyleSheets = sheets;
    return found;
  };

  checks.withoutScripts = () => {
    const found = [];
    for (const form of all("form[method=post], form[method=get], form:not([method])").filter((el) => shown(el) || el.getBoundingClientRect().height))
      if (!form.querySelector("button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]") && !form.closest("dialog") && form.querySelector("input:not([type=hidden]), select, textarea"))
        found.push(`${name(form)} has no button to send it`);
    for (const el of all("button[type=button], [role=button]:not(button), [onclick]").filter(shown))
      if (!el.hasAttribute("popovertarget") && !el.hasAttribute("command") && !document.querySelector("main noscript")) found.push(`${name(el)} does nothing without scripts`);
    for (const el of all("a[href='#'], a[href^='javascript:'], a:not([href])").filter(shown)) found.push(`${name(el)} leads nowhere without scripts`);
    for (const el of all("main input:not([type=hidden]), main select, main textarea"))
      if (!shown(/radio|checkbox/.test(el.type) && el.labels?.[0] ? el.labels[0] : el) && !el.closest("details, dialog, [hidden], .govuk-visually-hidden, main:has(noscript) .ui-scripted")) found.push(`${name(el)} cannot be reached without scripts`);
    return found;
  };

  checks.bigEnough = () => {
    // Our own bar on public pages: 44 px, for what is not a link inside a sentence.
    const found = [];
    for (const el of all("button, .govuk-button, input:not([type=hidden]), select, summary, nav a").filter(seen)) {
      const box = /radio|checkbox/.test(el.type) && el.labels?.[0] ? el.labels[0].getBoundingClientRect() : el.getBoundingClientRect();
      if (box.height < 43.5 && !el.matches(".ui-link-button")) found.push(`${name(el)} is ${Math.round(box.height)} px high`);
    }
    return found;
  };
})();
