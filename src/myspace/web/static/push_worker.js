// Shows a push message and opens its link. It answers for no page, keeps nothing and asks for nothing (docs/adr/0016).
self.addEventListener("push", function (event) {
  var said = {};
  try { said = event.data.json(); } catch (wrong) { /* an empty message is still a message */ }
  event.waitUntil(self.registration.showNotification(said.title || "El meu espai", {
    body: said.body || "", tag: said.tag || "avis", data: said.open || "/inici"
  }));
});
self.addEventListener("notificationclick", function (event) {
  var open = String(event.notification.data);
  event.notification.close();
  event.waitUntil(self.clients.openWindow(/^\/[a-z]/.test(open) ? open : "/inici"));
});
