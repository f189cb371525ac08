"""Hub de Carpetes Ciutadanes (HCC): one protocol, a thousand bodies, each a row. See client."""
