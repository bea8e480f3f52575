//! The intake as a whole: the shapes that offices really send, and the smallest bad input for each code.

mod again;
mod cells;
mod columns;
mod ends;
mod files;
mod formats;
mod fuzz;
mod households;
mod layouts;
mod ledger;
mod lines;
mod shapes;
mod sides;
mod silence;
mod stated;
mod unread;
mod whose;
