//! The intake as a whole: the shapes that offices really send, and the smallest bad input for each code.

mod cells;
mod files;
mod layouts;
mod ledger;
mod shapes;
mod silence;
