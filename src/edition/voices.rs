//! The other ways a village hears 群图、广播稿: what a notice says in the chat group and over the loudspeaker while it runs,
//! and leaflets. The pack's `channel` says whether there is one, its show rules what may stand in it, a township may skip
//! either.

use super::cases::Case;
use super::course::course;
use super::documents::{issue, township_contacts, village_contacts};
use super::held::Held;
use super::notices::{ledger_place, on_day, with_facts};
use super::ready::Ready;
use super::runs;
use super::sources::NoticeSources;
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::compose;
use crate::document::speech::Script;
use crate::document::{Document, Fragment, Public, fragments};
use crate::policy::Channel;
use crate::proof::Sheets;
use crate::render::Draft;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::picture::pictures;
use crate::render::speech::scripts;
use crate::schedule::State;
use crate::workspace::Workspace;
use crate::workspace::written::Voice;
use rayon::prelude::*;

/// The files of one picture or script, or why there are none.
type Drafted = Result<Vec<Draft<Public>>, Vec<Diagnostic>>;

/// What is said beside site and board.
#[derive(Default)]
pub(crate) struct Voices {
    /// Pictures: path without its ending, document.
    chat: Vec<(String, Document<Public>)>,
    /// Scripts: path without its ending, script, whom they tell to call.
    loudspeaker: Vec<(String, Script, Vec<Fragment>)>,
}

impl Voices {
    pub(super) fn extend(&mut self, more: Self) {
        self.chat.extend(more.chat);
        self.loudspeaker.extend(more.loudspeaker);
    }

    /// Everything open that is drawn or read out.
    pub(super) fn open_texts(&self) -> Vec<Fragment> {
        let drawn = self.chat.iter().flat_map(|(_, document)| fragments(document));
        let read = self.loudspeaker.iter();
        let read =
            read.flat_map(|(_, script, phones)| [fragments(&script.document()), phones.clone()].concat());
        drawn.chain(read).collect()
    }

    /// Everything drawn and printed.
    pub(super) fn drafts(&self, names: &[Fragment], theme: &PrintTheme, fonts: &FontBook) -> Vec<Drafted> {
        let drawn =
            self.chat.par_iter().map(|(path, document)| pictures(path, document, names, theme, fonts));
        let read = self
            .loudspeaker
            .par_iter()
            .map(|(path, script, contacts)| scripts(path, script, &[names, contacts].concat(), theme, fonts));
        drawn.chain(read).collect()
    }
}

/// A notice, while objections may be made or, without a period, while it hangs: before and after there is nothing to
/// pass on, and what was passed on is no longer made.
pub(super) fn notice(workspace: &Workspace, ready: &Ready, case: &Case<'_>, sheets: &Sheets) -> Voices {
    let mut voices = Voices::default();
    if case.state != State::Open {
        return voices;
    }
    let place = ledger_place(case);
    let course = course(workspace, ready, case, None, &place);
    let path = |folder: &str| format!("{folder}/{}/{}", case.village.slug, case.notice.stem);
    let sources = NoticeSources::new(workspace, case.village, case.notice);
    let face = |channel: Channel| {
        let listed = wanted(workspace, &case.kind.channel, channel);
        sheets.face(channel.id()).filter(|_| listed).map(|face| face.document(&sources))
    };
    if let Some(document) = face(Channel::Chat) {
        let foot = runs::code_words(sheets);
        let day = on_day(case, course, (Channel::Chat, &foot));
        voices.chat.push((path("chat"), compose::with_rows(document, &day)));
    }
    if let Some(document) = face(Channel::Loudspeaker) {
        let mut contacts = village_contacts(case.village);
        contacts.extend(township_contacts(workspace));
        let script = Script::of_document(&document);
        voices.loudspeaker.push((path("loudspeaker"), script, phones(&contacts)));
    }
    voices
}

/// Every leaflet that the pack lists a channel for.
pub(super) fn leaflets(workspace: &Workspace, ready: &Ready) -> Result<Voices, Vec<Diagnostic>> {
    let contacts = township_contacts(workspace);
    let mut voices = Voices::default();
    for leaflet in &ready.pack.is.leaflet {
        let mut issue = issue(workspace, ready, leaflet, workspace.today, None, &contacts);
        if wanted(workspace, &leaflet.channel, Channel::Chat) {
            issue.channel = Channel::Chat;
            let document = compose::leaflet(&ready.pack, leaflet, &issue)?;
            voices.chat.push((format!("chat/leaflets/{}", leaflet.id), document));
        }
        if wanted(workspace, &leaflet.channel, Channel::Loudspeaker) {
            issue.channel = Channel::Loudspeaker;
            let script = compose::spoken_leaflet(&ready.pack, leaflet, &issue)?;
            voices.loudspeaker.push((
                format!("loudspeaker/leaflets/{}", leaflet.id),
                script,
                phones(&contacts),
            ));
        }
    }
    Ok(voices)
}

/// Whether the pack asks for a channel and the township has not switched it off.
pub(super) fn wanted(workspace: &Workspace, listed: &[Channel], channel: Channel) -> bool {
    let skipped = workspace.township.skip_channels.iter().map(|voice| match voice {
        Voice::Chat => Channel::Chat,
        Voice::Loudspeaker => Channel::Loudspeaker,
    });
    listed.contains(&channel) && !skipped.into_iter().any(|skipped| skipped == channel)
}

/// The phones as they are written: the audit knows a declared phone again when it is spelled.
pub(super) fn phones(contacts: &[Contact]) -> Vec<Fragment> {
    let phone =
        |contact: &Contact| Fragment::new(contact.phone.as_str(), contact.place.as_str(), super::DECLARING);
    contacts.iter().map(phone).collect()
}

/// What will stop the script of a notice that is not read out yet, for want of signatures or of its day, in the village's own
/// words: `check` says the same before as after.
pub(crate) fn doubts(workspace: &Workspace, ready: &Ready, cases: &[Case<'_>]) -> Held {
    let mut found = Held::new();
    for case in cases {
        let waits =
            case.notice.is.posted > workspace.today || case.roster.is_none() && case.state == State::Open;
        if !waits || !wanted(workspace, &case.kind.channel, Channel::Loudspeaker) {
            continue;
        }
        let doubts = with_facts(workspace, ready, case, None, Channel::Loudspeaker, compose::doubts);
        if let Err(doubts) = doubts {
            found.insert(case.notice.id.clone(), doubts);
        }
    }
    found
}
