"""My Space: the inter-administrative citizen folder. ARCHITECTURE.md says where everything lives."""
