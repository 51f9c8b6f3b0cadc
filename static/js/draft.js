// Saves a reply as it is typed, before a link or another button leaves the page, and when the page is hidden.
const form = document.querySelector("[data-draft-url]");
const PAUSE = 1000;
// What a page sends while it is left may have 64 kibibytes in all, requests that are still under way included.
const MOST_ON_LEAVING = 30_000;
const bytes = new TextEncoder();

class Draft {
  constructor() {
    this.state = form.querySelector("[data-draft-state]");
    this.changed = false;
    this.saving = Promise.resolve();
    form.autocomplete = "off"; // a browser that comes back would show a text that was sent as one that was not
    form.addEventListener("input", (event) => this.note(event));
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    addEventListener("pagehide", () => this.saveAtOnce());
    addEventListener("beforeunload", (event) => this.changed && this.isLong() && event.preventDefault());
  }

  // What was typed last is saved first: a browser that goes back from a failed page would not have it. If the server is
  // not reached this page stays. The form waits for a save that is under way, which would come after it otherwise.
  async submit(event) {
    if (!this.busy && !this.changed) return;
    event.preventDefault();
    if (this.submitting) return;
    this.submitting = true;
    await this.save();
    this.submitting = false;
    if (this.failed && !this.refused) return;
    this.changed = false;
    clearTimeout(this.timer);
    form.requestSubmit(event.submitter);
  }

  note(event) {
    if (event.target.type === "file") return form.requestSubmit(form.querySelector("[data-save-draft]"));
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // One after another, because each names the version that the one before has written.
  save() {
    clearTimeout(this.timer);
    this.saving = this.saving.then(() => this.changed && this.send());
    return this.saving;
  }

  // The page goes: what was typed since a save began cannot wait for its answer. The server knows both by their page.
  saveAtOnce() {
    clearTimeout(this.timer);
    if (this.changed) this.send();
  }

  // A browser sends no more than so much for a page that is gone. It asks before it leaves a longer text.
  isLong() {
    return bytes.encode(form.elements.body.value).length > MOST_ON_LEAVING;
  }

  fields() {
    const fields = new FormData(form);
    for (const [name, value] of [...fields]) if (typeof value !== "string") fields.delete(name);
    fields.set("quiet", "yes");
    return fields;
  }

  async send() {
    this.changed = false;
    this.busy = true;
    this.failed = this.refused = false;
    const request = { method: "POST", body: this.fields(), redirect: "manual", keepalive: !this.isLong() };
    try {
      const answer = await fetch(form.dataset.draftUrl, request);
      this.refused = !answer.ok && answer.status < 500; // a redirect has no status here
      if (!answer.ok) throw new Error(answer.status);
      if (answer.status === 200) this.saved(await answer.json());
    } catch {
      this.changed = this.failed = true;
      this.state.textContent = form.dataset.notSaved;
      this.timer = setTimeout(() => this.save(), 10 * PAUSE);
    } finally {
      this.busy = false;
    }
  }

  // Leave for the next page once the text is saved. If the server refused it, because the session is over for instance,
  // its own page takes the text and says why. If it was not reached, this page stays, and its text with it.
  async leave(go) {
    await this.save();
    if (!this.failed) go();
    else if (this.refused) form.requestSubmit(form.querySelector("[data-save-draft]"));
  }

  saved({ draft, version, words }) {
    form.elements.draft.value = draft;
    form.elements.version.value = version;
    this.state.textContent = words;
  }
}

// A click that leads away waits for the save, so that the next page shows what was typed.
function saveBeforeLeaving(draft) {
  document.addEventListener("submit", (event) => {
    if (event.target === form || event.defaultPrevented || !draft.changed) return;
    event.preventDefault();
    draft.leave(() => {
      delete event.target.dataset.sentAt;
      event.target.requestSubmit(event.submitter);
    });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const elsewhere = link && (link.target || link.hasAttribute("download") || link.hash === link.getAttribute("href"));
    if (!link || elsewhere || !draft.changed || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    draft.leave(() => location.assign(link.href));
  });
}

if (form) {
  const draft = new Draft();
  form.querySelector("[data-save-draft]").hidden = true;
  saveBeforeLeaving(draft);
}
