//! What the search profile excludes. It ranks and keeps off the shortlist; it never rejects, since a wish is no ground.

use super::{blank, said};
use crate::matching::Case;
use domain::{Criterion, Outcome, Requirement};

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let named = case.seeker.profile.search.exclude.iter().find_map(|word| Some((word, covered(case, word)?)));
    let Some((word, quote)) = named else { return Vec::new() };
    let blank =
        blank(Requirement::Excluded, format!("not wished: {word}"), "exclude of the search profile, never rejects");
    let criterion = said(blank, Outcome::Signal, "work of this kind".to_owned(), Some(quote));
    vec![Criterion { hard: false, ..criterion }]
}

/// The vacancy's words that an excluded word covers: its title, its employer, its occupation.
fn covered(case: &Case<'_>, word: &str) -> Option<String> {
    let word = word.to_lowercase();
    let posting = &case.vacancy.posting;
    let label = posting.occupation.as_ref().map(|occupation| occupation.label.as_str());
    let texts = [Some(posting.title.as_str()), posting.employer.as_deref(), label];
    let by_word = texts.into_iter().flatten().find(|text| text.to_lowercase().contains(&word));
    let by_code = || {
        let occupation = posting.occupation.as_ref()?;
        let groups = case.situation.rules.settings.excluded.get(&word)?;
        groups.iter().any(|group| occupation.isco08.starts_with(group.as_str())).then_some(occupation.label.as_str())
    };
    by_word.or_else(by_code).map(str::to_owned)
}
