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
    next: Range<usize>,
    /// Of these, the ones behind a sign come first.
    signs: usize,
    /// Phrases whose certain beginning ends here.
    phrases: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The byte before each node.
    bytes: Vec<u8>,
    phrases: Vec<usize>,
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
        keys.sort();
        let phrases = keys.iter().map(|(_, phrase)| *phrase).collect();
        let mut tree = Self { nodes: vec![Node::default()], bytes: vec![0], phrases, first: Vec::new() };
        let mut open = VecDeque::from([Open { node: 0, keys: 0..keys.len(), depth: 0 }]);
        while let Some(each) = open.pop_front() {
            tree.grow(&each, &keys, &mut open);
        }
        let roots = tree.nodes[0].next.clone();
        tree.first = (0..=u8::MAX).map(|byte| roots.clone().find(|node| tree.bytes[*node] == byte)).collect();
        tree
    }

    fn grow(&mut self, from: &Open, keys: &[(Vec<u8>, usize)], open: &mut VecDeque<Open>) {
        let byte = |key: usize| keys[from.keys.clone()].get(key - from.keys.start)?.0.get(from.depth).copied();
        let end_of = |next: Option<u8>, key: usize| (key..from.keys.end).find(|key| byte(*key) != next);
        // keys that end here sort before those that go on
        let longer = end_of(None, from.keys.start).unwrap_or(from.keys.end);
        let first = self.nodes.len();
        let mut key = longer;
        while let Some(next) = byte(key) {
            let end = end_of(Some(next), key).unwrap_or(from.keys.end);
            open.push_back(Open { node: self.nodes.len(), keys: key..end, depth: from.depth + 1 });
            self.nodes.push(Node::default());
            self.bytes.push(next);
            key = end;
        }
        let next = first..self.nodes.len();
        let signs = next.clone().filter(|node| self.bytes[*node] <= sign::SPACE).count();
        self.nodes[from.node] = Node { next, signs, phrases: from.keys.start..longer };
    }

    /// Every phrase that may begin at a place, with the end of its certain beginning; some more than once.
    pub(super) fn walk(&self, letters: &Letters, at: usize, visit: &mut impl FnMut(usize, usize)) {
        for node in self.nodes[0].next.clone().take(self.nodes[0].signs) {
            self.pass_sign(node, letters, at, visit);
        }
        let first = letters.from(at).first().and_then(|byte| self.first[usize::from(*byte)]);
        if let Some(node) = first {
            self.walk_from(node, letters, at + 1, visit);
        }
    }

    fn walk_from(&self, mut node: usize, letters: &Letters, mut at: usize, visit: &mut impl FnMut(usize, usize)) {
        loop {
            let Node { next, signs, phrases } = &self.nodes[node];
            self.phrases[phrases.clone()].iter().for_each(|phrase| visit(*phrase, at));
            let behind_letters = next.start + signs;
            (next.start..behind_letters).for_each(|node| self.pass_sign(node, letters, at, visit));
            let Some(byte) = letters.from(at).first() else { return };
            let following = self.bytes[behind_letters..next.end].iter().position(|each| each == byte);
            let Some(following) = following else { return };
            (node, at) = (behind_letters + following, at + 1);
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
