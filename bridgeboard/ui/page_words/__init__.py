"""Words of the pages, one module a page, ready to be translated."""
