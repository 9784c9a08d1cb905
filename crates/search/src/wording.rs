//! What a user means by the words of a query: `kok "sociale hygiëne" -nacht OR chef`. Nothing is wrong here: what is no
//! syntax is words. It does not analyse the words.

/// Something to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The words, as typed.
    pub(crate) words: String,
    /// The words stand in this order next to each other; otherwise each stands anywhere.
    pub(crate) phrase: bool,
    /// The vacancy must not have them.
    pub(crate) without: bool,
}

/// A vacancy is found that has all of one of these lists.
pub(crate) fn alternatives(text: &str) -> Vec<Vec<Wanted>> {
    let text = text.replace(['“', '”', '„', '«', '»'], "\"");
    let pieces: Vec<&str> = text.split('"').collect();
    let mut all = vec![Vec::new()];
    let mut without = false;
    for (at, piece) in pieces.iter().enumerate() {
        // a quote that is not closed is no quote
        if at % 2 == 1 && at + 1 < pieces.len() {
            push(&mut all, Wanted { words: (*piece).to_owned(), phrase: true, without });
        } else {
            piece.split_whitespace().for_each(|typed| read_typed(&mut all, typed));
        }
        without = piece.ends_with('-') && at % 2 == 0;
    }
    all.retain(|wanted| !wanted.is_empty());
    all
}

fn read_typed(all: &mut Vec<Vec<Wanted>>, typed: &str) {
    match typed {
        "OR" => all.push(Vec::new()),
        "AND" => {}
        _ => push(all, Wanted { words: typed.to_owned(), phrase: false, without: typed.starts_with('-') }),
    }
}

fn push(all: &mut [Vec<Wanted>], wanted: Wanted) {
    let has_words = wanted.words.chars().any(char::is_alphanumeric);
    if let Some(last) = all.last_mut().filter(|_| has_words) {
        last.push(wanted);
    }
}

#[cfg(test)]
mod tests {
    //! 1 words, phrases, exclusions and alternatives are told apart; 2 what is no syntax is words.
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let show = |wanted: &Wanted| {
            let sign = if wanted.without { "-" } else { "" };
            let quote = if wanted.phrase { "'" } else { "" };
            format!("{sign}{quote}{}{quote}", wanted.words.trim_start_matches('-'))
        };
        alternatives(text).iter().map(|all| all.iter().map(show).collect()).collect()
    }

    #[test]
    fn syntax_is_read() {
        assert_eq!(read("kok -nacht"), [["kok", "-nacht"]]);
        assert_eq!(read("\"sociale hygiëne\" kok"), [["'sociale hygiëne'", "kok"]]);
        assert_eq!(read("kok -\"in de nacht\""), [["kok", "-'in de nacht'"]]);
        assert_eq!(read("kok AND chef OR bakker"), [vec!["kok", "chef"], vec!["bakker"]]);
    }

    #[test]
    fn all_else_is_words() {
        assert_eq!(read("kok \"zonder eind"), [["kok", "zonder", "eind"]]);
        assert_eq!(read("ict-beheerder"), [["ict-beheerder"]]);
        assert!(read(" - \"\" !! OR ) AND").is_empty());
    }
}
