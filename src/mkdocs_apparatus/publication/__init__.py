"""A resolved edition to finished pages and the files beside them."""
