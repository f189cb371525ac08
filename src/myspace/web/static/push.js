// Push messages on this device: asks the browser, and sends what it gives with the page's own form. Only on /preferencies.
(function () {
  "use strict";
  var form = document.querySelector("[data-push-key]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  var button = form.querySelector("button"), denied = form.querySelector("[data-push-denied]");
  document.querySelector("[data-push-cannot]").hidden = true;
  form.hidden = false;
  function bytes(text) {
    var raw = atob((text + "===".slice((text.length + 3) % 4)).replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (letter) { return letter.charCodeAt(0); });
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    button.disabled = true;
    Notification.requestPermission().then(function (answer) {
      if (answer !== "granted") throw new Error(answer);
      // A scope without pages: the script controls none of them.
      return navigator.serviceWorker.register("/avisa/treballador.js", { scope: "/avisa/" });
    }).then(function (found) {
      return new Promise(function (ready) {
        var working = found.installing || found.waiting;
        if (found.active || !working) return ready(found);
        working.addEventListener("statechange", function () { if (found.active) ready(found); });
      });
    }).then(function (found) {
      return found.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.pushKey) });
    }).then(function (given) {
      form.elements.subscripcio.value = JSON.stringify(given);
      form.submit();
    }).catch(function () { button.disabled = false; denied.hidden = false; });
  });
})();
