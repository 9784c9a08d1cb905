//! XML as a small tree, for the feeds that have elements of their own. Document types and their entities are refused, and
//! so are depths that no feed has. Knows nothing of vacancies.

use super::plain_text;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deeper than any feed.
const DEEPEST: usize = 64;

/// One element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// The text right in it.
    text: String,
    pub(crate) children: Vec<Element>,
}

/// A document, and what is wrong with it: a broken one ends where it broke.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) root: Element,
    pub(crate) broken: Option<String>,
}

impl Element {
    /// The first child of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.eq_ignore_ascii_case(name))
    }

    /// All children of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name.eq_ignore_ascii_case(name))
    }

    /// The text of the child at a path, `a/b`, with the markup in it; `None` where it says nothing.
    pub(crate) fn markup(&self, path: &str) -> Option<String> {
        let found = path.split('/').try_fold(self, |element, name| element.child(name))?;
        Some(found.whole_text()).filter(|text| !text.trim().is_empty())
    }

    /// The same on one line.
    pub(crate) fn line(&self, path: &str) -> Option<String> {
        self.markup(path).map(|text| plain_text::one_line(&text)).filter(|text| !text.is_empty())
    }

    /// The first of several names that says something.
    pub(crate) fn any_line(&self, paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| self.line(path))
    }

    /// The text of the element itself, on one line.
    pub(crate) fn own_line(&self) -> Option<String> {
        Some(plain_text::one_line(&self.whole_text())).filter(|text| !text.is_empty())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Text of its own and of all that is in it.
    fn whole_text(&self) -> String {
        let inner = self.children.iter().map(Self::whole_text);
        let parts = std::iter::once(self.text.clone()).chain(inner).filter(|part| !part.trim().is_empty());
        parts.collect::<Vec<_>>().join("\n")
    }
}

/// Reads a document, as far as it goes.
pub(crate) fn read(text: &str) -> Document {
    let mut reader = Reader::from_str(text.trim_start());
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Eof) if open.is_empty() => break None,
            Ok(Event::Eof) => break Some("it ends before its last element does".to_owned()),
            Ok(Event::DocType(_)) => break Some("it has a document type, which is refused".to_owned()),
            Ok(Event::Start(_)) if open.len() >= DEEPEST => {
                break Some(format!("it is deeper than {DEEPEST} elements"));
            }
            Ok(event) => take(event, &mut open, &mut root),
            Err(error) => break Some(format!("broken at byte {}: {error}", reader.error_position())),
        }
    };
    while let Some(element) = open.pop() {
        close(element, &mut open, &mut root);
    }
    Document { root: root.unwrap_or_default(), broken }
}

fn take(event: Event<'_>, open: &mut Vec<Element>, root: &mut Option<Element>) {
    match event {
        Event::Start(start) => open.push(begun(&start)),
        Event::Empty(start) => close(begun(&start), open, root),
        Event::End(_) => {
            if let Some(element) = open.pop() {
                close(element, open, root);
            }
        }
        Event::Text(text) => add(open, &text.xml10_content()),
        Event::CData(text) => add(open, &text.xml10_content()),
        Event::GeneralRef(reference) => add(open, &resolved(&reference)),
        _ => {}
    }
}

fn begun(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().flatten().map(|attribute| {
        let value = quick_xml::escape::unescape(&attribute.value);
        let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        (attribute.key.as_ref().to_owned(), value)
    });
    let (name, attributes) = (start.local_name().as_ref().to_owned(), attributes.collect());
    Element { name, attributes, ..Element::default() }
}

/// Puts an element where it belongs; what follows the root is passed over.
fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = root.take().or(Some(element)),
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// A character by number or by one of XML's five names; anything else as written.
pub(crate) fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}
