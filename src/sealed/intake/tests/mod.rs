//! The intake as a whole: the shapes that offices really send, and the smallest bad input for each code.

mod cells;
mod files;
mod layouts;
mod shapes;
mod silence;
