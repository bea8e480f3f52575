//! The intake as a whole: the shapes that offices really send, and the smallest bad input for each code.

mod cells;
mod columns;
mod files;
mod formats;
mod fuzz;
mod layouts;
mod ledger;
mod lines;
mod shapes;
mod sides;
mod silence;
mod stated;
mod unread;
mod whose;
