"""e-FACT for who sends invoices to administrations. Knows its wire; refuses to know sessions, tables and topics."""
