"""Web push as its standards write it: a message only one browser can read (RFC 8291), and who sent it (RFC 8292).

    text ─encrypt─▶ one record of aes128gcm (RFC 8188) ─▶ the body of a POST to the browser's endpoint (RFC 8030)
    origin of the endpoint ─sign─▶ `Authorization: vapid t=…, k=…`

Pure: no socket, no clock. Refuses to know what a message says.
"""
