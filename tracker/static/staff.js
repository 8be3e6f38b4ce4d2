// Saves the report form as a draft while one types, and keeps what is not saved yet in this browser; tells how
// far work in the background is. Without it everything works: buttons save and submit, a link looks again.
"use strict";

(() => {
  const progress = document.querySelector("#progress[data-state]");
  if (!progress) return;
  const PAUSE = 2000;
  async function look() {
    try {
      const answer = await fetch(progress.dataset.state, { credentials: "same-origin" });
      const told = answer.ok && !answer.redirected ? await answer.json() : {};
      if (told.over) {
        location.reload();
        return;
      }
      if (told.text && told.text !== progress.textContent) progress.textContent = told.text;
    } catch { /* the site is away for a moment */ }
    setTimeout(look, PAUSE);
  }
  setTimeout(look, PAUSE);
})();

(() => {
  const form = document.querySelector("form#report[data-draft]");
  if (!form) return;
  const PAUSE = 2500;
  const place = `report:${location.pathname}`;
  const says = document.getElementById("saved");
  const version = form.elements.version;
  let timer = 0;
  let saving = null;
  let stale = false;
  let dirty = false;

  const typed = () => {
    const kept = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !["_proof", "version", "known", "do"].includes(name)) kept[name] = value;
    }
    return kept;
  };
  const tell = (text) => { says.textContent = text; };
  const remember = (sent = false) => {
    const copy = { fields: typed(), version: version.value, known: form.elements.known.value, sent };
    try { localStorage.setItem(place, JSON.stringify(copy)); } catch { /* a full or closed store */ }
  };
  const forget = () => {
    try { localStorage.removeItem(place); } catch { /* as above */ }
  };

  async function save() {
    if (stale || saving) return;
    dirty = false;
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") sent.append(name, value);
    saving = fetch(form.dataset.draft, { method: "POST", body: sent, credentials: "same-origin" });
    try {
      const answer = await saving;
      if (answer.status === 409) {
        stale = true;
        tell(form.dataset.stale);
      } else if (answer.ok && !answer.redirected) {
        const made = await answer.json();
        version.value = made.version;
        if (!dirty) forget();
        tell(`${form.dataset.saved} ${made.at} UTC`);
      } else {
        tell(form.dataset.kept);
      }
    } catch {
      tell(form.dataset.kept);
    } finally {
      saving = null;
      if (dirty && !stale) later();
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", () => {
    dirty = true;
    remember();
    later();
  });

  // A save that is still under way would make the form's version an old one: wait for it.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (saving) {
      const button = event.submitter;
      event.preventDefault();
      await saving.catch(() => null);
      setTimeout(() => form.requestSubmit(button), 50);
      return;
    }
    stale = true;
    remember(true);
  });

  let left = null;
  try { left = JSON.parse(localStorage.getItem(place)); } catch { left = null; }
  // What was sent has arrived when the site went on from there.
  const arrived = left?.sent && (left.version !== version.value || left.known !== form.elements.known.value);
  const same = left && JSON.stringify(left.fields) === JSON.stringify(typed());
  if (arrived || same) forget();
  if (form.dataset.unsaved) remember();
  if (left && !same && !arrived) {
    const notice = document.createElement("div");
    notice.className = "notice warn section";
    notice.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = form.dataset.found;
    const back = document.createElement("button");
    const away = document.createElement("button");
    for (const [button, text] of [[back, form.dataset.restore], [away, form.dataset.forget]]) {
      button.type = "button";
      button.className = "button quiet";
      button.textContent = text;
    }
    back.addEventListener("click", () => {
      for (const [name, value] of Object.entries(left.fields)) {
        const field = form.elements[name];
        if (!field) continue;
        if (field instanceof RadioNodeList) field.value = value;
        else if (field.type === "checkbox") field.checked = Boolean(value);
        else field.value = value;
      }
      notice.remove();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    away.addEventListener("click", () => { forget(); notice.remove(); });
    notice.append(words, back, " ", away);
    form.before(notice);
  }

  // Signing out of a shared computer takes the copies along.
  document.querySelector('form[action="/staff/sign-out"]')?.addEventListener("submit", () => {
    for (const name of Object.keys(localStorage)) if (name.startsWith("report:")) localStorage.removeItem(name);
  });
})();
