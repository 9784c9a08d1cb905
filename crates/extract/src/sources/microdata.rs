//! Microdata (`itemscope`, `itemprop`) and RDFa (`typeof`, `property`) turned into the objects that JSON-LD would have,
//! so that one reader serves all three.

use super::{document, plain_text};
use scraper::{ElementRef, Html};
use serde_json::{Map, Value};

/// The attributes of one way of marking.
struct Marks {
    /// Begins an item.
    scope: &'static str,
    /// Names its type.
    kind: &'static str,
    /// Names a property of the item around it.
    property: &'static str,
}

const MICRODATA: Marks = Marks { scope: "itemscope", kind: "itemtype", property: "itemprop" };
const RDFA: Marks = Marks { scope: "typeof", kind: "typeof", property: "property" };

/// Items within items: the organisation, the place, its address. More is no vacancy.
const DEEPEST: usize = 8;

/// The outermost JobPosting items of a page: those of microdata, else those of RDFa.
pub(crate) fn values(document: &Html) -> Vec<Value> {
    let found = MICRODATA.values(document);
    if found.is_empty() { RDFA.values(document) } else { found }
}

impl Marks {
    fn values(&self, document: &Html) -> Vec<Value> {
        let items = document::all(document, &format!("[{}]", self.kind)).into_iter();
        let items = items.filter(|item| item.attr(self.scope).is_some());
        items
            .filter(|item| self.types(*item).any(|kind| kind.eq_ignore_ascii_case("JobPosting")))
            .map(|item| Value::Object(self.object(item, 0)))
            .collect()
    }

    /// The names of the item's types, without address or prefix.
    fn types<'a>(&self, item: ElementRef<'a>) -> impl Iterator<Item = &'a str> {
        item.attr(self.kind).unwrap_or_default().split_whitespace().map(bare)
    }

    fn object(&self, item: ElementRef<'_>, depth: usize) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("@type".to_owned(), Value::from(self.types(item).next().unwrap_or_default()));
        let properties = item.descendent_elements().filter(|inner| inner.attr(self.property).is_some());
        for property in properties.filter(|property| self.owner(*property) == Some(item)) {
            for name in property.attr(self.property).unwrap_or_default().split_whitespace() {
                add(&mut fields, bare(name), self.value(property, depth));
            }
        }
        fields
    }

    /// The item that a property belongs to.
    fn owner<'a>(&self, property: ElementRef<'a>) -> Option<ElementRef<'a>> {
        let mut around = property.ancestors().filter_map(ElementRef::wrap);
        around.find(|element| element.attr(self.scope).is_some())
    }

    fn value(&self, property: ElementRef<'_>, depth: usize) -> Value {
        if property.attr(self.scope).is_some() && depth < DEEPEST {
            return Value::Object(self.object(property, depth + 1));
        }
        let stated = ["content", "datetime"].into_iter().find_map(|name| property.attr(name));
        let link = || matches!(property.value().name(), "a" | "link").then(|| property.attr("href")).flatten();
        stated.or_else(link).map_or_else(|| Value::from(plain_text::of_element(property)), Value::from)
    }
}

/// `https://schema.org/JobPosting` and `schema:JobPosting` are `JobPosting`.
fn bare(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or_default()
}

/// A property that stands there twice has both values.
fn add(fields: &mut Map<String, Value>, name: &str, value: Value) {
    match fields.get_mut(name) {
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            fields.insert(name.to_owned(), value);
        }
    }
}
