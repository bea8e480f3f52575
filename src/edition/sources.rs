//! Places of texts ↔ who answers for them 出处: the words that a proof uses, so that it names no file of a workspace.

use super::documents::{township_contacts, village_contacts};
use crate::document::{Contact, NUMBER, Sources, board};
use crate::workspace::{Notice, Village, Workspace};

/// Who answers for the texts of one notice.
pub(crate) struct NoticeSources {
    pack: String,
    village: String,
    notice: String,
    contacts: Vec<Contact>,
}

impl NoticeSources {
    pub(crate) fn new(workspace: &Workspace, village: &Village, notice: &Notice) -> Self {
        let mut contacts = village_contacts(village);
        contacts.extend(township_contacts(workspace));
        Self {
            pack: format!("{}/", workspace.pack_path),
            village: village.path.clone(),
            notice: format!("{}.md", notice.id),
            contacts,
        }
    }
}

impl Sources for NoticeSources {
    fn written(&self, place: &str) -> String {
        if let Some(file) = place.strip_prefix(&self.pack) {
            return format!("policy:{file}");
        }
        match place {
            NUMBER => "number".to_owned(),
            _ if place == self.village => "village".to_owned(),
            _ if place == self.notice => "notice".to_owned(),
            _ if place == board(&self.village) => "board".to_owned(),
            _ if self.contacts.iter().any(|contact| contact.place == place) => "contact".to_owned(),
            _ => place.to_owned(),
        }
    }

    fn place(&self, written: &str, text: &str) -> String {
        if let Some(file) = written.strip_prefix("policy:") {
            return format!("{}{file}", self.pack);
        }
        match written {
            "number" => NUMBER.to_owned(),
            "village" => self.village.clone(),
            "notice" => self.notice.clone(),
            "board" => board(&self.village),
            "contact" => {
                let said = |contact: &&Contact| {
                    text.contains(&contact.phone) || text.contains(&contact.name) || text == contact.purpose
                };
                let contact = self.contacts.iter().find(said).or(self.contacts.first());
                contact.map_or_else(|| format!("{}:0", self.village), |contact| contact.place.clone())
            }
            other => other.to_owned(),
        }
    }
}
