// The code that a paper's QR brings comes behind "#", which no browser sends to anybody: it is put in its box, and taken out of the history.
(function () {
  "use strict";
  var box = document.querySelector("[data-paper-code]"), code = location.hash.slice(1);
  if (!box || box.value || !/^[0-9A-Za-z-]{25,40}$/.test(code)) return;
  box.value = code;
  history.replaceState(null, "", location.pathname);
})();
