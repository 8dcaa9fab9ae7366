"""A person's path through the product, clicked and typed in a real browser against a server of its own."""
