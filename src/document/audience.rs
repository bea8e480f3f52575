//! Audiences 读者: who may see a document, as types.

use std::fmt;

pub trait Closed {}

/// Papers that never become public: any hand may make and change one.
pub trait Private: Closed {}

/// Who may see a document. Closed set: [`Public`], [`Household`], [`Office`].
pub trait Audience: Closed + Clone + fmt::Debug + Send + Sync + 'static {}

/// Everybody 社会公众 (web and notice board). Only disclosed values may stand in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Public;
/// One household 农户本人: an addressed leaflet.
#[derive(Debug, Clone, PartialEq)]
pub struct Household;
/// The office 村委会、乡镇: receipt sheets and forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Office;

impl Closed for Public {}
impl Closed for Household {}
impl Closed for Office {}
impl Private for Household {}
impl Private for Office {}
impl Audience for Public {}
impl Audience for Household {}
impl Audience for Office {}
