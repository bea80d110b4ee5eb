"""The look of an edition on Material's theme: `theme/` stands before Material's own folder.

What Material wrote is changed after the build, as a tree (`markup`): so it is in whatever
templates of its own a site has.
"""
