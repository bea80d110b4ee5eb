"""What readers are told, in their language: catalogues of gettext, and CLDR for the rest."""
