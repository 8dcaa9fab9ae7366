"""What a page and an order cost: SQL statements and CPU milliseconds, of the server and the database together."""
