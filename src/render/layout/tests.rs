//! Guards of whole pages.
