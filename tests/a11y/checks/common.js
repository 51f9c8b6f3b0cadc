// What all checks share. `a11y` holds one function a check; each returns a list of sentences, empty when all is well.
(() => {
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const hiddenFromEyes = (el) => {
    for (let at = el; at && at !== document.body; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      const clip = getComputedStyle(at).clipPath + getComputedStyle(at).clip;
      if ((box.width <= 1 || box.height <= 1) && /inset|rect/.test(clip)) return true;
    }
    return false;
  };
  const seen = (el) => shown(el) && !hiddenFromEyes(el);
  const name = (el) => {
    const id = el.id ? `#${el.id}` : "";
    const classes = [...el.classList].slice(0, 2).map((each) => `.${each}`).join("");
    const text = (el.textContent || el.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${el.tagName.toLowerCase()}${id}${classes}> “${text}”`;
  };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const TABBABLE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, audio[controls], video[controls], [tabindex], [contenteditable]";
  const tabbable = () =>
    all(TABBABLE).filter(
      (el) => !el.disabled && el.tabIndex >= 0 && el.checkVisibility({ visibilityProperty: true }) && !el.closest("[inert]"),
    );
  const texts = (root = document.body) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const el = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !el || el.closest("script, style, noscript, option, template, svg")) continue;
      if (seen(el)) found.push(walker.currentNode);
    }
    return found;
  };
  // axe with every rule it has, those for the third A and the experimental ones included; or with `only` some.
  const axe = async ({ without, only }) => {
    const rules = Object.fromEntries(window.axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !without.includes(ruleId) }]));
    const options = only.length ? { runOnly: { type: "rule", values: only } } : { rules };
    const { violations, incomplete } = await window.axe.run(document, options);
    const brief = (list) => list.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 160), help]));
    return { violations: brief(violations), incomplete: brief(incomplete) };
  };
  window.a11y = { shown, seen, name, all, tabbable, texts, axe, checks: {} };
})();
