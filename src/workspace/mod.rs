//! The workspace 工作区: the only room that reads files and the clock; everybody else gets plain data.

pub mod fonts;
