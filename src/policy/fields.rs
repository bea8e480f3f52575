//! Fields of a roster as a policy sees them: which class of information each column holds.

pub(crate) use crate::sealed::intake::{Class, Field, FieldTable, Kind};
