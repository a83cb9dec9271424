// Roadshows: timers that keep going, a judge's page that follows what runs, the wall that is told of changes.
// Without this file the pages show the moment at which they were made, and refresh themselves.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const words = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  // A timer knows how many seconds had gone on the server when it was drawn, or, on the wall, the instant at which it
  // began and the page what time it was on the server; the rest is this page's own clock, whatever its hands show.
  const begun = new WeakMap();
  const wall = document.querySelector("[data-wall]");
  const gone = (timer) => {
    if (timer.dataset.started) return (Number(wall.dataset.now) + performance.now() - opened - Number(timer.dataset.started)) / 1000;
    if (!begun.has(timer)) begun.set(timer, performance.now());
    return Number(timer.dataset.gone) + (performance.now() - begun.get(timer)) / 1000;
  };
  const opened = performance.now();
  const tick = (timer) => {
    const { talk, questions } = timer.dataset;
    const now = Math.max(0, Math.floor(gone(timer)));
    const whole = Number(talk) + Number(questions);
    const part = now < Number(talk) ? "talk" : now < whole ? "questions" : "over";
    const left = part === "talk" ? Number(talk) - now : part === "questions" ? whole - now : now - whole;
    const shown = `${part} ${left}`;
    if (timer.dataset.shown === shown) return;
    timer.dataset.shown = shown;
    timer.classList.remove("is-talk", "is-questions", "is-over");
    timer.classList.add(`is-${part}`);
    timer.querySelector("[data-timer-part]").textContent = timer.dataset[`word${part[0].toUpperCase()}${part.slice(1)}`];
    timer.querySelector("[data-timer-left]").textContent = words(left);
  };
  setInterval(() => all("[data-timer]").forEach(tick), 250);

  // The wall: its moving part comes over the stream; the browser opens a lost stream again by itself.
  if (wall && window.EventSource) {
    const main = wall.querySelector("[data-wall-main]"), lost = wall.querySelector("[data-wall-lost]");
    const source = new EventSource(wall.dataset.wall);
    source.onmessage = (event) => { main.innerHTML = event.data; lost.hidden = true; all("[data-timer]").forEach(tick); };
    source.onopen = () => { lost.hidden = true; };
    source.onerror = () => { lost.hidden = false; if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000 + Math.random() * 5000); };
  }

  // A judge's page: goes to the new item by itself unless something on it is not handed in; then it only says so.
  const follow = document.querySelector("[data-follow]");
  if (follow) {
    const note = document.querySelector("[data-follow-note]");
    const ask = async () => {
      try {
        const answer = await fetch(`${follow.dataset.follow}/now`, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (!answer.ok) return;
        const now = await answer.json();
        const here = follow.dataset.sheet || "";
        const changed = here ? String(now.sheet || "") !== here || now.state === "sent" : now.state !== follow.dataset.state || String(now.place) !== follow.dataset.place;
        if (!changed) { if (note) note.hidden = true; return; }
        if (here) { if (note) note.hidden = false; } else location.reload();
      } catch { /* no network: what is on the page stays, and it asks again */ }
    };
    setInterval(ask, 3000);
    window.addEventListener("online", ask);
  }
})();
