// Do fields say what they want, and what is wrong?
(() => {
  const { name, all, seen, checks } = a11y;
  // The boxes of radio buttons are drawn on their labels and are themselves seen through.
  const fields = () =>
    all("input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea").filter((el) =>
      /radio|checkbox/.test(el.type) ? el.checkVisibility({ visibilityProperty: true }) : seen(el),
    );
  const ids = (el, attribute) => (el.getAttribute(attribute) || "").split(/\s+/).filter(Boolean);

  checks.fields = () => {
    const found = [];
    for (const el of fields()) {
      if (el.placeholder) found.push(`${name(el)} has a placeholder, which vanishes when somebody types`);
      if (!el.labels?.length && !el.getAttribute("aria-labelledby") && !["radio", "checkbox"].includes(el.type))
        found.push(`${name(el)} has no label that can be seen`);
      const named = el.type === "search" && el.form?.querySelector("button"); // the button beside it says what it is for
      for (const label of named ? [] : el.labels || [])
        if (!seen(label) || !label.textContent.trim()) found.push(`the label of ${name(el)} cannot be seen`);
      if (/^(email|tel|password)$/.test(el.type) && !el.autocomplete) found.push(`${name(el)} has no autocomplete`);
      const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
      if (!["radio", "checkbox", "file"].includes(el.type) && !el.dispatchEvent(paste)) found.push(`${name(el)} takes no paste`);
    }
    return found;
  };

  checks.groups = () => {
    const found = [];
    const groups = new Map();
    for (const el of fields().filter((each) => /radio|checkbox/.test(each.type) && each.name))
      groups.set(el.name, [...(groups.get(el.name) || []), el]);
    for (const [key, members] of groups) {
      const group = members[0].closest("fieldset, [role=group], [role=radiogroup], table");
      if (members.length < 2) continue;
      const legend = group && (group.querySelector("legend, caption")?.textContent.trim() || group.getAttribute("aria-labelledby") || group.getAttribute("aria-label"));
      if (!legend) found.push(`the choices “${key}” stand in no group with a name`);
    }
    return found;
  };

  checks.errors = () => {
    const found = [];
    const described = new Set(all("[aria-describedby], [aria-errormessage]").flatMap((el) => [...ids(el, "aria-describedby"), ...ids(el, "aria-errormessage")]));
    for (const el of all(".govuk-error-message, .govuk-hint, [id$='-error'], [id$='-hint']").filter(seen))
      if (!described.has(el.id)) found.push(`${name(el)} belongs to no field`);
    const summary = document.querySelector(".govuk-error-summary");
    if (!summary) {
      if (document.querySelector(".govuk-error-message") && document.querySelector("main form") && !document.querySelector("[data-no-summary]"))
        found.push("something is wrong on this page, and no summary says so");
      return found;
    }
    const prefix = document.documentElement.lang === "en" ? /^Error: / : /^\S+: /; // the word in the page's language
    if (!prefix.test(document.title.trim())) found.push("the title does not begin with “Error:”");
    if (!summary.closest("[role=alert]") && !summary.querySelector("[role=alert]")) found.push("the summary is no alert");
    if (document.activeElement !== summary && !summary.contains(document.activeElement)) found.push("focus is not on the summary");
    for (const link of all("a", summary)) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) found.push(`${name(link)} leads nowhere`);
      else if (!target.matches("input, select, textarea, button, [tabindex]")) found.push(`${name(link)} leads to what takes no focus`);
    }
    return found;
  };

  checks.references = () => {
    const found = [];
    const often = new Map();
    for (const el of all("[id]")) often.set(el.id, (often.get(el.id) || 0) + 1);
    for (const [id, count] of often) if (count > 1) found.push(`${count} things have the id “${id}”`);
    for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "for"])
      for (const el of all(`[${attribute}]`))
        for (const id of ids(el, attribute)) if (!often.has(id)) found.push(`${attribute} of ${name(el)} names “${id}”, which is not there`);
    return found;
  };
})();
