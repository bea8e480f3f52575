//! Theme 主题: a folder of templates, styles and settings (a map from path to bytes) becomes a checked [`Theme`].
//!
//! `workspace` or the embedded default supplies the bytes; only `site` renders with it. Every template escapes every
//! text, an undefined variable is an error, nothing may be fetched from elsewhere, and no finding quotes a value
//! that a template was given.

pub mod codes;
mod errors;
mod integrity;
mod requests;
mod scan;

use crate::diag::{Diagnostic, Place, sort};
use crate::document::Fragment;
use crate::render::{Media, html};
use requests::{OwnNames, Policy, Refused};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// Templates that every theme must have.
const REQUIRED: [&str; 11] = [
    "404.html",
    "consultation.html",
    "contacts.html",
    "document.html",
    "due.html",
    "home.html",
    "leaflet.html",
    "leaflets.html",
    "notice.html",
    "notices.html",
    "village.html",
];

/// The `[web]` table of `theme.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Web {
    /// Colour of the browser's own frame on a phone.
    pub(crate) theme_color: String,
    /// The same at night.
    pub(crate) theme_color_dark: String,
}

/// A file that every page may load.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    /// Address below the site's root, with a content hash for styles and scripts.
    pub(crate) address: String,
    pub(crate) media: Media,
    pub(crate) bytes: Vec<u8>,
    pub(crate) fragments: Vec<Fragment>,
    /// The digest as browsers compare it (subresource integrity).
    integrity: String,
}

/// Where a theme's files lie, for places in findings.
#[derive(Debug, Clone)]
struct Folders {
    own: String,
    /// Files of another theme, with its name.
    inherited: BTreeMap<String, String>,
}

impl Folders {
    /// The path of a file of the theme as its author knows it.
    fn of(&self, path: &str) -> String {
        let folder = self.inherited.get(path).unwrap_or(&self.own);
        format!("themes/{folder}/{path}")
    }
}

/// How a list leads to what is not on it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LeadsOn {
    /// A year by a page for each month.
    Months,
    /// A heading by a number and the villages' pages.
    More,
    /// The page of deadlines by a page for each village.
    Villages,
}

/// A checked theme 主题.
#[derive(Clone)]
pub struct Theme {
    folders: Folders,
    tera: Tera,
    web: Web,
    assets: Vec<Asset>,
    words: BTreeMap<String, Vec<Fragment>>,
    /// Names that the lists of notices use.
    of_lists: BTreeSet<String>,
    /// And the page of deadlines.
    of_due: BTreeSet<String>,
}

/// Templates and assets are long and say nothing in a log.
impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("folder", &self.folders.own).finish_non_exhaustive()
    }
}

impl Theme {
    /// Loads a theme 主题 from its files (paths inside the theme's folder → bytes). All findings come at once.
    pub fn load(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<Diagnostic>> {
        Self::inheriting(name, files, &BTreeMap::new())
    }

    /// The same for a theme some of whose files come from another: their paths, and that theme's name.
    pub fn inheriting(
        name: &str,
        files: &BTreeMap<String, Vec<u8>>,
        inherited: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let folders = Folders { own: name.to_owned(), inherited: inherited.clone() };
        let mut findings = Vec::new();
        let web = settings(&folders, files, &mut findings);
        let assets = assets(&folders, files, &mut findings);
        let sources = sources(&folders, files, &mut findings);
        let mut tera = engine(&assets);
        check_each(&folders, &sources, &tera, &mut findings);
        if findings.is_empty()
            && let Err(error) = tera.add_raw_templates(sources.iter())
        {
            findings.extend(errors::findings(&error, &folders, ""));
        }
        match web {
            Some(web) if findings.is_empty() => {
                let words = words(&folders, &sources);
                let (of_lists, of_due) = (used(&sources, "notices.html"), used(&sources, "due.html"));
                let assets = assets.into_values().collect();
                Ok(Self { folders, tera, web, assets, words, of_lists, of_due })
            }
            _ => {
                sort(&mut findings);
                Err(findings)
            }
        }
    }

    pub(crate) fn web(&self) -> &Web {
        &self.web
    }

    pub(crate) fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The text of an asset by the name of its file.
    pub(crate) fn text_of_asset(&self, name: &str) -> Option<String> {
        let asset = self.assets.iter().find(|asset| asset.address.rsplit('/').next() == Some(name))?;
        String::from_utf8(asset.bytes.clone()).ok()
    }

    /// The words that a template and everything it calls show by themselves.
    pub(crate) fn words(&self, template: &str) -> &[Fragment] {
        self.words.get(template).map_or(&[], Vec::as_slice)
    }

    /// Whether the theme has a template that it may also lack.
    pub(crate) fn has(&self, template: &str) -> bool {
        self.words.contains_key(template)
    }

    /// Whether a list can lead on to what is not on it: a theme from before there were pages by month or village, or
    /// before a list said how many more there are, shows it whole.
    pub(crate) fn leads_on(&self, by: LeadsOn) -> bool {
        match by {
            LeadsOn::Months => self.of_lists.contains("months"),
            LeadsOn::More => self.of_lists.contains("more"),
            LeadsOn::Villages => self.of_due.contains("parts"),
        }
    }

    /// Renders one page. Whatever the template says, the page asks no other host, and bears the program's own policy.
    pub(crate) fn render(&self, template: &str, context: &Context) -> Result<String, Vec<Diagnostic>> {
        let page = self
            .tera
            .render(template, context)
            .map_err(|error| errors::findings(&error, &self.folders, template))?;
        let at = Place::file(self.folders.of(&format!("templates/{template}")));
        if !requests::in_file(&page, Media::Html).is_empty() {
            return Err(vec![external(at)]);
        }
        let policy = Policy::of(template);
        policy.check(&page).map_err(|why| vec![unguarded(at.clone(), policy, why)])?;
        // A notice without its list, or without a word of what was signed, is no notice.
        let body = context.get("body").and_then(|body| body.as_str());
        if body.is_some_and(|body| !page.contains(body)) {
            let message = "网页里没有放正文（{{ body }}），公示的内容和名单就看不到";
            let help = "在模板里原样写上 {{ body }}，不加过滤器";
            return Err(vec![Diagnostic::error(&codes::LEFT_OUT, at, message, help)]);
        }
        Ok(page)
    }
}

fn settings(
    folders: &Folders,
    files: &BTreeMap<String, Vec<u8>>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Web> {
    #[derive(Deserialize)]
    struct Settings {
        web: Web,
    }
    let path = folders.of("theme.toml");
    let Some(bytes) = files.get("theme.toml") else {
        findings.push(Diagnostic::error(
            &codes::SETTINGS,
            Place::file(path),
            "主题没有 theme.toml",
            "从默认主题复制一份",
        ));
        return None;
    };
    let text = crate::text::read(&path, bytes);
    let settings = text.and_then(|text| crate::diag::toml::parse::<Settings>(&path, &text));
    settings.map_err(|found| findings.extend(found)).ok().map(|settings| settings.web)
}

fn sources(
    folders: &Folders,
    files: &BTreeMap<String, Vec<u8>>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("templates/").filter(|name| name.ends_with(".html")) else {
            continue;
        };
        match crate::text::read(&folders.of(path), bytes) {
            Ok(source) => _ = out.insert(name.to_owned(), source),
            Err(found) => findings.extend(found),
        }
    }
    for name in REQUIRED.iter().filter(|name| !files.contains_key(&format!("templates/{name}"))) {
        findings.push(Diagnostic::error(
            &codes::MISSING,
            Place::file(folders.of(&format!("templates/{name}"))),
            "主题缺少这个模板",
            "从默认主题复制一份再改",
        ));
    }
    out
}

/// One template after the other, so that several faults are told at once.
fn check_each(
    folders: &Folders,
    sources: &BTreeMap<String, String>,
    tera: &Tera,
    findings: &mut Vec<Diagnostic>,
) {
    let own = OwnNames::of(sources.values());
    for (name, source) in sources {
        let place = |at| {
            let (line, column) = scan::position(source, at);
            Place::at(folders.of(&format!("templates/{name}")), line, column)
        };
        for at in scan::safe_filters(source) {
            let help = "去掉 | safe；正文由程序给出，已经处理好";
            findings.push(Diagnostic::error(&codes::UNSAFE, place(at), "模板用了 safe 过滤器", help));
        }
        for at in requests::in_template(source, &own) {
            findings.push(external(place(at)));
        }
        // Alone a template misses its parents; only faults of its own writing are of interest here.
        if let Err(error) = tera.clone().add_raw_template(name, source)
            && matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
        {
            findings.extend(errors::findings(&error, folders, name));
        }
    }
}

fn unguarded(at: Place, policy: Policy, why: Refused) -> Diagnostic {
    let message = match why {
        Refused::Missing => "这个模板做出的网页没有写内容安全策略",
        Refused::Late => "这个模板做出的网页，在内容安全策略前面有别的东西",
        Refused::Weaker => "这个模板做出的网页放宽了内容安全策略",
    };
    let line = policy.words();
    let help = format!(
        "在 <head> 最前面（只可以在 <meta charset> 和 viewport 之后）写上：<meta http-equiv=\"Content-Security-Policy\" content=\"{line}\">"
    );
    Diagnostic::error(&codes::POLICY, at, message, help)
}

fn external(at: Place) -> Diagnostic {
    Diagnostic::error(
        &codes::EXTERNAL,
        at,
        "这里要从别的网站取文件",
        "把文件放进主题的 static 文件夹，用 asset(name=\"…\") 引用",
    )
}

fn assets(
    folders: &Folders,
    files: &BTreeMap<String, Vec<u8>>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Asset> {
    let mut out = BTreeMap::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("static/") else { continue };
        let place = folders.of(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let media = match ending {
            "css" => Media::Css,
            "js" => Media::Js,
            "json" => Media::Json,
            "svg" | "xml" => Media::Xml,
            "txt" => Media::Text,
            "png" | "ico" | "webp" | "jpg" | "woff2" => Media::Binary,
            _ => {
                let help = "只收 css、js、json、svg、txt、png、ico、webp、jpg、woff2";
                let at = Place::file(place);
                findings.push(Diagnostic::error(&codes::ASSET, at, "不认识的文件类型", help));
                continue;
            }
        };
        let text = String::from_utf8_lossy(bytes);
        if matches!(media, Media::Css | Media::Js | Media::Xml) {
            for at in requests::in_file(&text, media) {
                let (line, column) = scan::position(&text, at);
                findings.push(external(Place::at(place.clone(), line, column)));
            }
        }
        // Browsers may keep a style or script for ever: another content has another address.
        let address = match media {
            Media::Css | Media::Js => {
                let hash: String = Sha256::digest(bytes).iter().take(5).map(|b| format!("{b:02x}")).collect();
                format!("assets/{stem}.{hash}.{ending}")
            }
            _ => format!("assets/{name}"),
        };
        let fragments = if media == Media::Binary { Vec::new() } else { scan::lines(&text, &place) };
        let integrity = integrity::of(bytes);
        out.insert(name.to_owned(), Asset { address, media, bytes: bytes.clone(), fragments, integrity });
    }
    out
}

fn engine(assets: &BTreeMap<String, Asset>) -> Tera {
    let mut tera = Tera::new();
    // Every name ends with the empty suffix: escaping is on for all, whatever a template is called.
    tera.autoescape_on([""]);
    let mut of_file = |function: &'static str, told: fn(&Asset) -> &String| {
        let told: BTreeMap<String, String> =
            assets.iter().map(|(name, asset)| (name.clone(), told(asset).clone())).collect();
        tera.register_function(function, move |arguments: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let name = arguments.must_get::<&str>("name")?;
            told.get(name).cloned().ok_or_else(|| tera::Error::message("no such file below static/"))
        });
    };
    of_file("asset", |asset| &asset.address);
    of_file("integrity", |asset| &asset.integrity);
    // Escapes by itself: what it gives is text with runs marked that a line must not part.
    tera.register_filter("whole", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&html::whole::html(text))
    });
    tera
}

/// Per template its own words and those of all it extends, includes, or may call.
fn words(folders: &Folders, sources: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Fragment>> {
    let of = |name: &String| {
        let called = called(sources, name);
        let words = |name: &str| scan::words(&sources[name], &folders.of(&format!("templates/{name}")));
        let mut words: Vec<Fragment> = called.iter().flat_map(|name| words(name)).collect();
        words.sort();
        words.dedup();
        (name.clone(), words)
    };
    sources.keys().map(of).collect()
}

/// The names that a template and all it calls use.
fn used(sources: &BTreeMap<String, String>, name: &str) -> BTreeSet<String> {
    let called = called(sources, name);
    called.iter().flat_map(|name| scan::names(&sources[name])).map(str::to_owned).collect()
}

/// A template and all it extends, includes, or may call.
fn called(sources: &BTreeMap<String, String>, name: &str) -> BTreeSet<String> {
    let shared = sources.iter().filter(|(_, source)| scan::defines_components(source));
    let mut todo: Vec<String> = shared.map(|(name, _)| name.clone()).collect();
    todo.push(name.to_owned());
    let mut seen = BTreeSet::new();
    while let Some(next) = todo.pop() {
        if let Some(source) = sources.get(&next).filter(|_| seen.insert(next)) {
            todo.extend(scan::named(source));
        }
    }
    seen.retain(|name| sources.contains_key(name));
    seen
}

#[cfg(test)]
mod tests;
