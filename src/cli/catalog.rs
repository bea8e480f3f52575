//! Every code of every room, for `mingbai explain`.

use crate::diag::Code;
use crate::{
    archive, calendar, cli, diag, document, edition, import, ledger, policy, publish, render, schedule,
    sealed, serve, text, workspace,
};

/// All codes, sorted by id.
pub(super) fn all_codes() -> Vec<&'static Code> {
    let rooms: &[&[&'static Code]] = &[
        diag::toml::CATALOG,
        archive::codes::CATALOG,
        calendar::CATALOG,
        cli::as_of::CATALOG,
        cli::explain::CATALOG,
        cli::init::CATALOG,
        cli::key::CATALOG,
        cli::keys::CATALOG,
        cli::naming::CATALOG,
        cli::posted::CATALOG,
        cli::proof::CATALOG,
        document::markdown::codes::CATALOG,
        document::speech::CATALOG,
        edition::bags::CATALOG,
        edition::compared::CATALOG,
        edition::declarations::CATALOG,
        edition::derivations::CATALOG,
        edition::gone::CATALOG,
        edition::held::CATALOG,
        edition::old_form::CATALOG,
        edition::opening::CATALOG,
        edition::package::CATALOG,
        edition::paper::CATALOG,
        edition::runs::CATALOG,
        edition::settling::CATALOG,
        edition::signing::CATALOG,
        edition::terms::CATALOG,
        edition::upgrading::CATALOG,
        import::codes::CATALOG,
        ledger::codes::CATALOG,
        policy::codes::CATALOG,
        policy::fields::CATALOG,
        publish::codes::CATALOG,
        render::layout::codes::CATALOG,
        render::site::codes::CATALOG,
        render::theme::codes::CATALOG,
        schedule::CATALOG,
        sealed::audit::CATALOG,
        sealed::compare::codes::CATALOG,
        sealed::coverage::CATALOG,
        sealed::lacking::CATALOG,
        sealed::two_villages::CATALOG,
        sealed::disclose::CATALOG,
        sealed::intake::codes::CATALOG,
        sealed::masks::CATALOG,
        sealed::signoff::codes::CATALOG,
        serve::codes::CATALOG,
        text::CATALOG,
        workspace::files::CATALOG,
        workspace::fonts::CATALOG,
        workspace::one_code::CATALOG,
        workspace::secret::CATALOG,
        workspace::strays::CATALOG,
        workspace::themes::CATALOG,
        workspace::CATALOG,
    ];
    let mut codes: Vec<&Code> = rooms.iter().copied().flatten().copied().collect();
    codes.sort_by_key(|code| code.id);
    codes
}

#[cfg(test)]
mod tests {
    use super::all_codes;

    #[test]
    fn ids_are_unique_kebab_case_and_explained_in_both_languages() {
        let codes = all_codes();
        for pair in codes.windows(2) {
            assert_ne!(pair[0].id, pair[1].id);
        }
        for code in codes {
            assert!(
                code.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{}",
                code.id
            );
            assert!(code.zh.chars().count() > 8 && code.en.len() > 12, "{}", code.id);
        }
    }
}
