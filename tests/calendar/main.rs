//! The calendar against named cases, foreign tables, and a naive day-by-day oracle.

#[cfg(test)]
mod common;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod tables;
