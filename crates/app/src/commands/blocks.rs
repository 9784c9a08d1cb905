//! `passend blocks`: what a coach blocked for a candidate. What it names is rejected, with the block as the reason.

use super::feedback::told;
use crate::arguments::{BlockSet, Blocks, Format};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::CandidateId;
use domain::feedback::{Block, BlockKind};

pub(crate) fn run(wanted: &Blocks, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Blocks::Set(set) => set_block(set, place)?,
        Blocks::Lift { id, kind, value, by } => {
            let _lock = place.lock()?;
            let record = place.dossiers()?.lift_block(id, (*kind, value.trim()), by, place.clock.now())?;
            let record =
                record.with_context(|| format!("{id} has no block on {kind} '{value}': `passend blocks list {id}`"))?;
            told(&record, place.format, &format!("{id}: {kind} {value} is no longer blocked"))?;
        }
        Blocks::List { id } => list(id, place)?,
    }
    Ok(Ending::Done)
}

fn set_block(set: &BlockSet, place: &Workplace) -> anyhow::Result<()> {
    let (value, because) = (set.value.trim(), set.because.trim());
    if value.is_empty() || because.is_empty() {
        anyhow::bail!("a block needs what it blocks, and --because with the reason");
    }
    let vocabulary = place.loaded.vocabulary()?;
    if let Some(found) = vocabulary.sensitive(because).or_else(|| vocabulary.sensitive(value)) {
        anyhow::bail!("'{}' looks like {}: say only what it means for work", found.word, found.why.name());
    }
    let codes = if set.kind == BlockKind::Occupation { codes_of(value, place)? } else { Vec::new() };
    let _lock = place.lock()?;
    let mut dossiers = place.dossiers()?;
    dossiers.profile(&set.id)?.with_context(|| format!("there is no candidate {}", set.id))?;
    let (value, because, by) = (value.to_owned(), because.to_owned(), set.by.clone());
    let block = Block { kind: set.kind, value, codes, because, by, on: place.clock.today() };
    let record = dossiers.set_block(&set.id, &block, place.clock.now())?;
    told(&record, place.format, &format!("{}: {} {} is blocked", set.id, block.kind, block.value))
}

/// The codes that an occupation in a coach's words means: a code, a word of `[matching.excluded]`, or a title.
fn codes_of(value: &str, place: &Workplace) -> anyhow::Result<Vec<String>> {
    if (1..=4).contains(&value.len()) && value.chars().all(|letter| letter.is_ascii_digit()) {
        return Ok(vec![value.to_owned()]);
    }
    if let Some(codes) = place.loaded.rules()?.occupations_named(value) {
        return Ok(codes.to_vec());
    }
    let found = place.loaded.vocabulary()?.occupation(value);
    let found = found.with_context(|| {
        format!("the occupation '{value}' is not known: give a code of ISCO-08 such as 5223 or 52, or block the word")
    })?;
    Ok(vec![found.isco08])
}

fn list(id: &CandidateId, place: &Workplace) -> anyhow::Result<()> {
    let blocks = place.dossiers()?.blocks(id)?;
    if place.format == Format::Json {
        return blocks.iter().try_for_each(json_line);
    }
    if blocks.is_empty() {
        return line(&format!("{id} has no blocks"));
    }
    let rows: Vec<Vec<String>> = blocks
        .iter()
        .map(|block| {
            let (on, codes) = (block.on.to_string(), block.codes.join(", "));
            vec![block.kind.to_string(), block.value.clone(), codes, on, block.by.clone(), cut(&block.because, 60)]
        })
        .collect();
    table(&["kind", "what", "codes", "on", "by", "because"], &rows)
}
