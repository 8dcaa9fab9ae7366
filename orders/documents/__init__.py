"""Papers as PDF. They are Chinese business documents, so their words stand in the templates and are not translated."""
