"""The ways out of the folder: e-mail (SMTP), push messages (RFC 8030) and SMS. Knows providers; refuses to know people."""
