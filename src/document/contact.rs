//! Whom to call.

/// Somebody to call 联系方式, as the township or village declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// What for, e.g. 受理异议、监督电话.
    pub purpose: String,
    /// Office or (rarely) a named official.
    pub name: String,
    /// Phone as it is shown.
    pub phone: String,
    /// When it is answered, if declared.
    pub hours: Option<String>,
    /// Where it is declared: `path:line`.
    pub place: String,
}
