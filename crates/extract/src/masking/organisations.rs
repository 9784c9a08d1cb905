//! Which words of a text are an organisation's, where nothing says that they are a person's: "Contactpersoon: Rietveld
//! Techniek" names an office. By words that only organisations have, by the addresses of sites and mailboxes, and by how
//! the word is written elsewhere in the text. One pass over the text, made when a doubtful name first asks for it.

use super::words::Words;
use std::collections::HashSet;
use std::ops::Range;

/// Shorter words in capitals are abbreviations of anything.
const SHORTEST_CAPITALS: usize = 4;
/// Ends of addresses on the web. Basis: those that vacancies in the Netherlands, Belgium and Germany have.
const TOP_LEVELS: [&str; 9] = ["nl", "be", "com", "eu", "org", "net", "de", "jobs", "nu"];

/// What a text shows to be organisations, in small letters.
#[derive(Debug, Default)]
pub(super) struct Organisations {
    /// "rietveldtechniek" of rietveld-techniek.nl.
    domains: HashSet<String>,
    /// Words in capitals, and those right behind a word such as "firma".
    words: HashSet<String>,
}

impl Organisations {
    /// Reads a text.
    pub(super) fn in_text(text: &str, words: &Words) -> Self {
        let mut found = Self::default();
        let mut before = String::new();
        for token in text.split_whitespace() {
            found.domains.extend(domain_in(token));
            let word = token.trim_matches(|letter: char| !letter.is_alphanumeric());
            let small = word.to_lowercase();
            let capitals = word.chars().count() >= SHORTEST_CAPITALS && word.chars().all(char::is_uppercase);
            if capitals || words.names_organisation(&before) {
                found.words.insert(small.clone());
            }
            before = small;
        }
        found
    }

    /// Whether a name that may be one, of these words of the text, is an organisation's.
    pub(super) fn has(&self, text: &str, name: &Range<usize>, words: &Words) -> bool {
        let small = text[name.clone()].to_lowercase();
        let behind = text[name.end..]
            .strip_prefix(' ')
            .map(|rest| rest.split(|letter: char| !letter.is_alphabetic() && letter != '.'));
        let behind = behind.and_then(|mut words| words.next()).map(|word| word.trim_end_matches('.').to_lowercase());
        let joined: String = small.chars().filter(|letter| letter.is_alphanumeric()).collect();
        small.split(' ').chain(behind.as_deref()).any(|word| words.is_organisations(word))
            || self.domains.contains(&joined)
            || self.words.contains(&small)
    }
}

/// The name in an address of the web or a mailbox: the last part before the end, without its hyphens.
fn domain_in(token: &str) -> Option<String> {
    let address = token.rsplit('@').next()?.trim_start_matches("https://").trim_start_matches("http://");
    let host = address.split(['/', '?', ':', ')', ',', ';']).next()?.trim_end_matches('.').to_lowercase();
    let (rest, top) = host.rsplit_once('.')?;
    let name = rest.rsplit('.').next()?.replace('-', "");
    (TOP_LEVELS.contains(&top) && !name.is_empty()).then_some(name)
}
