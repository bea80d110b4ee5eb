"""The edition in other forms than pages."""
