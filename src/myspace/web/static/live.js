// What works better with script: late answers, the end of the session, the quick way out. Without it every page works.
(function () {
  "use strict";
  var doc = document, body = doc.body, data = body.dataset, out;
  function each(selector, act) { doc.querySelectorAll(selector).forEach(act); }

  // Late answers. What is below the screen comes in at once; what is under the thumb waits for a tap on the pill.
  var pill = doc.getElementById("arrived"), waiting = new Set(), heard = new Set(), timer;
  function below(part) { return part.getBoundingClientRect().top >= innerHeight; }
  function bring(part) { if (part.isConnected) htmx.trigger(part, "live"); }
  function hold(part) { part.unasked = 0; waiting.add(part); pill.hidden = 0; }
  function settle() {
    each("[data-live-topic]", function (part) {
      var topics = part.dataset.liveTopic.split(" ");
      if (!heard.has("*") && !topics.some(function (t) { return heard.has(t); })) return;
      if (part.dataset.liveNow !== undefined) bring(part);
      else if (below(part)) { part.unasked = 1; bring(part); }
      else hold(part);
    });
    heard.clear();
  }
  function hear(topic) { heard.add(topic); clearTimeout(timer); timer = setTimeout(settle, 400); }
  if (data.live && window.EventSource) {
    var opened = false, stream = new EventSource(data.live);
    // What came between the drawing of the page and the opening of the stream was told to nobody.
    stream.onopen = function () { if (opened || doc.querySelector("[data-live-asking]")) hear("*"); opened = true; };
    stream.addEventListener("changed", function (event) { hear(JSON.parse(event.data).topic); });
    stream.addEventListener("ended", function () { stream.close(); over(); });
    // Leaving ends the session while its answer is still on the way: the stream's end must not overtake "Has sortit".
    each("form[action='/surt'], form[action^='/perfils/']", function (form) { form.addEventListener("submit", function () { stream.close(); }); });
    pill.onclick = function () { pill.hidden = 1; waiting.forEach(bring); waiting.clear(); };
    // Fetched while below, scrolled to before it came: it waits too.
    body.addEventListener("htmx:beforeSwap", function (event) {
      var part = event.detail.target;
      if (part.unasked && !below(part)) { event.detail.shouldSwap = false; hold(part); }
    });
  }

  // The end of the session, counted from what the page says: the clock of the telephone may be wrong.
  var warning = doc.getElementById("session-end"), ends, left = +data.sessionSeconds;
  // Whoever leaves in a hurry goes to the neutral page: the end of the session must not call them back.
  function over() { if (out) return; body.hidden = 1; location.replace(data.sessionOver); }
  function count(seconds) { ends = Date.now() + seconds * 1000; }
  if (left) {
    count(left);
    setInterval(function () {
      var rest = ends - Date.now();
      if (rest <= 0) over();
      else if (rest <= 120000 && !warning.open) warning.showModal();
    }, 1000);
    warning.querySelector("form").onsubmit = function (event) {
      event.preventDefault();
      fetch(this.action, { method: "POST", body: new FormData(this) }).then(function (answer) {
        var seconds = +answer.headers.get("X-Session-Seconds");
        if (!answer.ok || !seconds) return over();
        count(seconds); warning.close();
      }, function () { event.target.submit(); });
    };
    addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  }

  // The quick way out: the button, or Escape twice. The page is gone before the server has answered.
  each("[data-quick-exit]", function (form) {
    var last;  // none yet: the first Escape leaves nowhere, not even within a moment of the page's arrival
    function leave(event) {
      out = 1;
      if (event) event.preventDefault();
      navigator.sendBeacon(form.action, new FormData(form));
      body.hidden = 1; doc.title = ""; location.replace(form.dataset.quickExit);
    }
    form.onsubmit = leave;
    addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      if (event.timeStamp - last < 800) leave();
      last = event.timeStamp;
    });
  });

  // The change of language comes back to the same place of the page: what stands after # is known only here.
  each("form.languages", function (form) {
    form.addEventListener("submit", function () {
      if (form.elements.next.value.split("?")[0] === location.pathname) form.action = "/idioma" + location.hash;
    });
  });

  // The menu closes when one looks elsewhere.
  addEventListener("click", function (event) {
    each("details.menu[open]", function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
