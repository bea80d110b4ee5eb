"""Only the CSS that a page uses, in the page, and a policy."""
