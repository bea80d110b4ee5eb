"""MkDocs: events, options, pages and the command line. No other wing knows MkDocs."""
