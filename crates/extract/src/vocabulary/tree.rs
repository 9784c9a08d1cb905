//! The beginnings of all phrases in one tree, a byte or a sign a step: one walk from a place in a text finds every
//! phrase that may begin there.

use super::letters::{Letters, SPACE};
use super::number;
use super::phrase::sign;
use super::trial;
use std::collections::VecDeque;
use std::ops::Range;

/// A place in the tree. The nodes that follow on one stand together, in order of their byte.
#[derive(Debug, Clone, Default)]
struct Node {
    next: Span,
    /// Of these, the ones behind a sign come first.
    signs: u32,
    /// Phrases whose certain beginning ends here, behind the letters.
    phrases: Span,
    /// Letters that all keys have from here on, before they part.
    letters: Span,
}

/// A part of one of the tree's lists. Half as large as a range: every step of a walk fetches one.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn new(range: Range<usize>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: place(range.start), end: place(range.end) }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The byte before each node.
    bytes: Vec<u8>,
    phrases: Vec<usize>,
    /// Letters that stand in no node of their own.
    letters: Vec<u8>,
    /// The root's following nodes by byte: every walk begins there.
    first: Vec<Option<usize>>,
}

/// Nodes whose keys are alike so far: the node, its keys, and how far.
struct Open {
    node: usize,
    keys: Range<usize>,
    depth: usize,
}

impl Tree {
    pub(super) fn new(mut keys: Vec<(Vec<u8>, usize)>) -> Self {
        keys.sort_unstable();
        let phrases = keys.iter().map(|(_, phrase)| *phrase).collect();
        let nodes = vec![Node::default()];
        let mut tree = Self { nodes, bytes: vec![0], phrases, letters: Vec::new(), first: Vec::new() };
        let mut open = VecDeque::from([Open { node: 0, keys: 0..keys.len(), depth: 0 }]);
        while let Some(each) = open.pop_front() {
            tree.grow(&each, &keys, &mut open);
        }
        let roots = tree.nodes[0].next.range();
        tree.first = (0..=u8::MAX).map(|byte| roots.clone().find(|node| tree.bytes[*node] == byte)).collect();
        tree
    }

    fn grow(&mut self, from: &Open, keys: &[(Vec<u8>, usize)], open: &mut VecDeque<Open>) {
        // every walk begins at the root anew, and looks for signs there
        let alike = if from.node == 0 { &[] } else { alike(&keys[from.keys.clone()], from.depth) };
        let letters = self.letters.len()..self.letters.len() + alike.len();
        self.letters.extend_from_slice(alike);
        let depth = from.depth + alike.len();
        let byte = |key: usize| keys[from.keys.clone()].get(key - from.keys.start)?.0.get(depth).copied();
        let end_of = |next: Option<u8>, key: usize| (key..from.keys.end).find(|key| byte(*key) != next);
        // keys that end here sort before those that go on
        let longer = end_of(None, from.keys.start).unwrap_or(from.keys.end);
        let first = self.nodes.len();
        let mut key = longer;
        while let Some(next) = byte(key) {
            let end = end_of(Some(next), key).unwrap_or(from.keys.end);
            open.push_back(Open { node: self.nodes.len(), keys: key..end, depth: depth + 1 });
            self.nodes.push(Node::default());
            self.bytes.push(next);
            key = end;
        }
        let signs = self.bytes[first..].iter().filter(|byte| **byte <= sign::SPACE).count();
        self.nodes[from.node] = Node {
            next: Span::new(first..self.nodes.len()),
            signs: u32::try_from(signs).unwrap_or_default(),
            phrases: Span::new(from.keys.start..longer),
            letters: Span::new(letters),
        };
    }

    /// Every phrase that may begin at a place, with the end of its certain beginning; some more than once.
    pub(super) fn walk(&self, letters: &Letters, at: usize, visit: &mut impl FnMut(usize, usize)) {
        for node in self.nodes[0].next.range().take(self.nodes[0].signs as usize) {
            self.pass_sign(node, letters, at, visit);
        }
        let first = letters.from(at).first().and_then(|byte| self.first[usize::from(*byte)]);
        if let Some(node) = first {
            self.walk_from(node, letters, at + 1, visit);
        }
    }

    fn walk_from(&self, mut node: usize, letters: &Letters, mut at: usize, visit: &mut impl FnMut(usize, usize)) {
        loop {
            let Node { next, signs, phrases, letters: alike } = &self.nodes[node];
            let alike = &self.letters[alike.range()];
            if !letters.stand_at(at, alike) {
                return;
            }
            at += alike.len();
            self.phrases[phrases.range()].iter().for_each(|phrase| visit(*phrase, at));
            let next = next.range();
            let behind_signs = next.start + *signs as usize;
            (next.start..behind_signs).for_each(|node| self.pass_sign(node, letters, at, visit));
            let Some(byte) = letters.from(at).first() else { return };
            let following = self.bytes[behind_signs..next.end].iter().position(|each| each == byte);
            let Some(following) = following else { return };
            (node, at) = (behind_signs + following, at + 1);
        }
    }

    /// Goes on behind a sign, in every way that the text there can be read. As deep as keys are long.
    fn pass_sign(&self, node: usize, letters: &Letters, at: usize, visit: &mut impl FnMut(usize, usize)) {
        let mut go = |end: usize| self.walk_from(node, letters, end, visit);
        match self.bytes[node] {
            sign::NUMBER => number::numbers(letters, at).iter().for_each(|reading| go(reading.end)),
            sign::AMOUNT => number::amounts(letters, at).iter().for_each(|reading| go(reading.end)),
            sign::EURO => trial::euro(letters, at).into_iter().for_each(go),
            sign::DASH => trial::dash(letters, at).into_iter().for_each(go),
            sign::EDGE if letters.edge(at) => go(at),
            sign::EDGE => {}
            sign::SPACE => Some(letters.run(at, SPACE)).filter(|end| *end > at).into_iter().for_each(go),
            _ => {
                let end = letters.run(at, SPACE);
                go(end);
                // what follows may ask for a space of its own
                if end > at {
                    go(at);
                }
            }
        }
    }
}

/// The letters that all of these keys have from a depth on. Keys are in order: what the first and the last have, all have.
fn alike(keys: &[(Vec<u8>, usize)], depth: usize) -> &[u8] {
    let (Some((first, _)), Some((last, _))) = (keys.first(), keys.last()) else { return &[] };
    let both = first[depth..].iter().zip(&last[depth..]);
    let count = both.take_while(|(one, other)| one == other && **one > sign::SPACE).count();
    &first[depth..depth + count]
}
