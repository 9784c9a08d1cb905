//! Microdata (`itemscope`, `itemprop`) turned into the objects that JSON-LD would have, so that one reader serves both.

use super::{document, plain_text};
use scraper::{ElementRef, Html};
use serde_json::{Map, Value};

/// The outermost JobPosting items of a page.
pub(crate) fn values(document: &Html) -> Vec<Value> {
    let items = document::all(document, "[itemscope][itemtype]").into_iter();
    items
        .filter(|item| type_of(*item).eq_ignore_ascii_case("JobPosting"))
        .map(|item| Value::Object(object(item, 0)))
        .collect()
}

/// Items within items: the organisation, the place, its address. More is no vacancy.
const DEEPEST: usize = 8;

/// The name at the end of the item's type.
fn type_of(item: ElementRef<'_>) -> &str {
    item.attr("itemtype").unwrap_or_default().trim().rsplit(['/', '#']).next().unwrap_or_default()
}

fn object(item: ElementRef<'_>, depth: usize) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("@type".to_owned(), Value::from(type_of(item)));
    let properties = item.descendent_elements().filter(|inner| inner.attr("itemprop").is_some());
    for property in properties.filter(|property| owner(*property) == Some(item)) {
        let name = property.attr("itemprop").unwrap_or_default().trim();
        let value = value(property, depth);
        match fields.get_mut(name) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                fields.insert(name.to_owned(), value);
            }
        }
    }
    fields
}

/// The item that a property belongs to.
fn owner(property: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut around = property.ancestors().filter_map(ElementRef::wrap);
    around.find(|element| element.attr("itemscope").is_some())
}

fn value(property: ElementRef<'_>, depth: usize) -> Value {
    if property.attr("itemscope").is_some() && depth < DEEPEST {
        return Value::Object(object(property, depth + 1));
    }
    let stated = ["content", "datetime"].into_iter().find_map(|name| property.attr(name));
    let link = || matches!(property.value().name(), "a" | "link").then(|| property.attr("href")).flatten();
    stated.or_else(link).map_or_else(|| Value::from(plain_text::of_element(property)), Value::from)
}
