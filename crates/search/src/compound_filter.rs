//! Compound words in a stream of words: the whole word stays, and its parts follow. It does not know Dutch: what the
//! parts are is said by `compounds`.
//!
//! The first part takes the position of the whole, the next ones the positions after it, and all that follows moves
//! up. So the parts of a document's words, and its words that have none, stand in a row, and a phrase can be looked for
//! in that row. The whole says by its `position_length` how many parts follow.

use crate::compounds::Compounds;
use std::sync::Arc;
use tantivy::tokenizer::{Token, TokenFilter, TokenStream, Tokenizer};

/// Puts the parts of compound words behind them.
#[derive(Clone)]
pub(crate) struct CompoundFilter {
    compounds: Arc<Compounds>,
}

/// The words of `inner`, with the parts of compounds.
#[derive(Clone)]
pub(crate) struct CompoundTokenizer<T> {
    compounds: Arc<Compounds>,
    inner: T,
}

/// The same, for one text.
pub(crate) struct CompoundStream<'a, T> {
    compounds: &'a Compounds,
    inner: T,
    /// Parts of the present word that are still to come, the last one first.
    coming: Vec<Token>,
    /// The part at hand; without one, the word of `inner` is.
    part: Option<Token>,
    /// How many positions the parts so far took more than their words.
    moved: usize,
}

impl CompoundFilter {
    pub(crate) fn new(compounds: Arc<Compounds>) -> Self {
        Self { compounds }
    }
}

impl TokenFilter for CompoundFilter {
    type Tokenizer<T: Tokenizer> = CompoundTokenizer<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> CompoundTokenizer<T> {
        CompoundTokenizer { compounds: self.compounds, inner }
    }
}

impl<T: Tokenizer> Tokenizer for CompoundTokenizer<T> {
    type TokenStream<'a> = CompoundStream<'a, T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let inner = self.inner.token_stream(text);
        CompoundStream { compounds: &self.compounds, inner, coming: Vec::new(), part: None, moved: 0 }
    }
}

impl<T: TokenStream> CompoundStream<'_, T> {
    fn cut(&mut self) {
        let whole = self.inner.token_mut();
        whole.position += self.moved;
        let parts = self.compounds.split(&whole.text);
        // the tokenizer uses one token again and again: what was set for the word before is still there
        whole.position_length = parts.len().max(1);
        self.moved += whole.position_length - 1;
        let part = |(at, part): (usize, &&str)| Token {
            text: (*part).to_owned(),
            position: whole.position + at,
            position_length: 1,
            ..*whole
        };
        self.coming = parts.iter().enumerate().rev().map(part).collect();
    }
}

impl<T: TokenStream> TokenStream for CompoundStream<'_, T> {
    fn advance(&mut self) -> bool {
        self.part = self.coming.pop();
        if self.part.is_some() {
            return true;
        }
        let found = self.inner.advance();
        if found {
            self.cut();
        }
        found
    }

    fn token(&self) -> &Token {
        self.part.as_ref().unwrap_or_else(|| self.inner.token())
    }

    fn token_mut(&mut self) -> &mut Token {
        self.part.as_mut().unwrap_or_else(|| self.inner.token_mut())
    }
}

#[cfg(test)]
mod tests {
    //! 1 whole words stay, parts follow, positions form one row.
    use super::*;
    use crate::compounds::LIST;
    use tantivy::tokenizer::{SimpleTokenizer, TextAnalyzer};

    #[test]
    fn parts_follow_the_whole() {
        let filter = CompoundFilter::new(Arc::new(Compounds::from_list(LIST).unwrap()));
        let mut analyser = TextAnalyzer::builder(SimpleTokenizer::default()).filter(filter).build();
        let mut stream = analyser.token_stream("een klantenservicemedewerker gezocht");
        let mut found = Vec::new();
        while stream.advance() {
            let token = stream.token();
            found.push((token.position, token.position_length, token.text.clone()));
        }
        let expected = [
            (0, 1, "een"),
            (1, 3, "klantenservicemedewerker"),
            (1, 1, "klant"),
            (2, 1, "service"),
            (3, 1, "medewerker"),
            (4, 1, "gezocht"),
        ];
        assert_eq!(found, expected.map(|(at, length, text)| (at, length, text.to_owned())));
    }
}
