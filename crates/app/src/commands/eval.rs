//! `passend eval`: extraction against labelled cases, as tables or as one JSON object.

use super::loaded_or_default;
use crate::arguments::{Eval, EvalPart, Everywhere, Format};
use crate::ending::Ending;
use crate::evaluation::{self, Counts, DemandFigures, Difference, Labels, Occupations, Part, Report, Texts, WrongCase};
use crate::output::{cut, json_line, line, table};

/// Letters of a case's text that the table shows; JSON has all.
const SHOWN: usize = 400;
/// Wrong pairs of occupations that the table shows.
const PAIRS: usize = 15;

pub(crate) fn run(wanted: &Eval, everywhere: &Everywhere) -> anyhow::Result<Ending> {
    let vocabulary = loaded_or_default(everywhere)?.vocabulary()?;
    let labels = Labels::read(&wanted.folder)?;
    let texts = Texts::read(&labels, &wanted.data_folder)?;
    let part = match wanted.part {
        EvalPart::All => None,
        EvalPart::Develop => Some(Part::Develop),
        EvalPart::Aside => Some(Part::Aside),
    };
    let report = evaluation::evaluate(&labels, &texts, part, &vocabulary)?;
    match everywhere.format {
        Format::Json => json_line(&report)?,
        Format::Table => show(&report, wanted.worst)?,
    }
    Ok(Ending::Done)
}

fn show(report: &Report, worst: usize) -> anyhow::Result<()> {
    line(&format!("{} cases measured.", report.cases))?;
    if !report.skipped.is_empty() {
        line(&format!("{} cases skipped: their texts are not at hand.", report.skipped.len()))?;
    }
    line("")?;
    let fields: Vec<_> = report.fields.iter().map(|each| figures(&each.name, each.counts)).collect();
    table(&["field", "labelled", "right", "wrong", "missed", "precision", "recall", "F1"], &fields)?;
    show_demands(&report.demands, report)?;
    show_occupations(&report.occupations)?;
    report.wrong_cases.iter().take(worst).try_for_each(show_case)
}

fn figures(name: &str, counts: Counts) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    row.extend([counts.labelled(), counts.right, counts.wrong, counts.missed].map(|count| count.to_string()));
    row.extend([counts.precision(), counts.recall(), counts.f1()].map(shown));
    row
}

fn shown(share: Option<f64>) -> String {
    share.map_or("-".to_owned(), |share| format!("{share:.3}"))
}

fn show_demands(all: &DemandFigures, report: &Report) -> anyhow::Result<()> {
    line("")?;
    let polarity = |right: usize, of: usize| if of == 0 { "-".to_owned() } else { format!("{right}/{of}") };
    let mut rows = vec![
        figures("all items", all.items),
        figures("item and polarity", all.strict),
        figures("quantities", all.quantities),
    ];
    rows[0].push(format!("{} ({})", polarity(all.polarity_right, all.polarity_of), shown(all.polarity)));
    for each in &report.items {
        let mut row = figures(each.item.name(), each.counts);
        row.push(polarity(each.polarity_right, each.polarity_of));
        rows.push(row);
    }
    table(&["demand", "labelled", "right", "wrong", "missed", "precision", "recall", "F1", "polarity"], &rows)
}

fn show_occupations(occupations: &Occupations) -> anyhow::Result<()> {
    line("")?;
    line(&format!("Occupation: {} of {} cases were given one.", occupations.given, occupations.cases))?;
    let accuracy = occupations.accuracy.iter();
    let rows: Vec<_> = accuracy.map(|each| vec![each.digits.to_string(), shown(each.at_1), shown(each.at_3)]).collect();
    table(&["digits", "at 1", "at 3"], &rows)?;
    if occupations.confusion.is_empty() {
        return Ok(());
    }
    line("")?;
    let pairs = occupations.confusion.iter().take(PAIRS);
    let rows: Vec<_> = pairs
        .map(|pair| vec![pair.times.to_string(), pair.expected.clone(), pair.got.clone(), pair.cases.join(" ")])
        .collect();
    table(&["times", "expected", "got", "cases"], &rows)
}

fn show_case(case: &WrongCase) -> anyhow::Result<()> {
    line("")?;
    line(&format!("{}: {} differences", case.id, case.differences.len()))?;
    let row = |each: &Difference| {
        let words: Vec<String> = each.words.iter().map(|words| format!("“{}”", cut(words, 60))).collect();
        let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { cut(text, 40) };
        vec![format!("  {}", each.field), or_dash(&each.expected), or_dash(&each.got), words.join(" ")]
    };
    let rows: Vec<_> = case.differences.iter().map(row).collect();
    table(&["  field", "expected", "got", "words"], &rows)?;
    line(&format!("  {}", cut(&case.text.split_whitespace().collect::<Vec<_>>().join(" "), SHOWN)))
}
