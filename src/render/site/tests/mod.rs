//! The site as a stranger's browser meets it: every link leads somewhere, nothing asks another host, nothing lies.

mod browser;
mod machines;
mod pages;
mod sample;
mod scale;
mod search;
mod themes;
mod tracks;
mod write;
