//! Canonical JSON by RFC 8785 (JSON Canonicalization Scheme), and SHA-256 over it: the same value gives the same bytes.

use domain::Hash;
use serde::Serialize;
use serde_json::{Number, Value};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fmt::Write;

/// SHA-256 of bytes.
pub fn hash_of(bytes: &[u8]) -> Hash {
    Hash::from_bytes(Sha256::digest(bytes).into())
}

/// SHA-256 of the canonical JSON of a value.
pub fn canonical_hash(value: &impl Serialize) -> Hash {
    hash_of(canonical_json(value).as_bytes())
}

/// The canonical JSON of a value. A value that JSON cannot hold (a map with keys that are no text) counts as `null`.
pub fn canonical_json(value: &impl Serialize) -> String {
    let mut out = String::new();
    write_value(&serde_json::to_value(value).unwrap_or(Value::Null), &mut out);
    out
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => write_text(text, out),
        Value::Array(list) => write_list(list, out),
        Value::Object(map) => write_object(map, out),
    }
}

fn write_list(list: &[Value], out: &mut String) {
    out.push('[');
    for (at, each) in list.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_value(each, out);
    }
    out.push(']');
}

fn write_object(map: &serde_json::Map<String, Value>, out: &mut String) {
    let mut members: Vec<(&String, &Value)> = map.iter().collect();
    members.sort_by(|one, other| in_utf16_order(one.0, other.0));
    out.push('{');
    for (at, (name, value)) in members.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write_value(value, out);
    }
    out.push('}');
}

/// The RFC sorts by UTF-16 code units, which differs from UTF-8 order beyond the basic plane.
fn in_utf16_order(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() { one.cmp(other) } else { one.encode_utf16().cmp(other.encode_utf16()) }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| matches!(byte, ..b' ' | b'"' | b'\\')) {
        out.push_str(&text[from..at]);
        escape(byte, out);
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

fn escape(byte: u8, out: &mut String) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        0x8 => out.push_str("\\b"),
        b'\t' => out.push_str("\\t"),
        b'\n' => out.push_str("\\n"),
        0xc => out.push_str("\\f"),
        b'\r' => out.push_str("\\r"),
        control => {
            // writing to a String cannot fail
            let _infallible = write!(out, "\\u{control:04x}");
        }
    }
}

/// Numbers as ECMAScript writes them (RFC 8785 section 3.2.2.3).
fn number_text(number: &Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(whole), _, _) => whole.to_string(),
        (None, Some(whole), _) => whole.to_string(),
        (None, None, Some(float)) => float_text(float),
        (None, None, None) => "null".to_owned(),
    }
}

fn float_text(float: f64) -> String {
    if float == 0.0 {
        return "0".to_owned();
    }
    let sign = if float < 0.0 { "-" } else { "" };
    // Rust's shortest round-trip digits are ECMAScript's; only their layout differs
    let scientific = format!("{:e}", float.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    format!("{sign}{}", laid_out(&digits, point))
}

/// Digits with the decimal point after the first `point` of them, as Number::toString of ECMAScript lays them out.
fn laid_out(digits: &str, point: i32) -> String {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |many: i32| "0".repeat(usize::try_from(many).unwrap_or(0));
    let (before, after) = digits.split_at(usize::try_from(point.clamp(0, count)).unwrap_or(0));
    match point {
        _ if count <= point && point <= 21 => format!("{digits}{}", zeros(point - count)),
        1..=21 => format!("{before}.{after}"),
        -5..=0 => format!("0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            format!("{first}{fraction}e{}{}", if point > 0 { "+" } else { "-" }, (point - 1).abs())
        }
    }
}

#[cfg(test)]
mod tests {
    //! 1 numbers of RFC 8785 appendix B; 2 its example of sorting; 3 reading back and writing again changes nothing.
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (5e-324, "5e-324"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (295_147_905_179_352_830_000.0, "295147905179352830000"),
            (9.999_999_999_999_997e22, "9.999999999999997e+22"),
            (1e23, "1e+23"),
            (1e21, "1e+21"),
            (999_999_999_999_999_900_000.0, "999999999999999900000"),
            (0.000_001, "0.000001"),
            (1e-7, "1e-7"),
            (333_333_333.333_333_3, "333333333.3333333"),
            (-0.000_003_333_333_333_333_333_3, "-0.0000033333333333333333"),
            (81.4, "81.4"),
        ];
        for (number, text) in cases {
            assert_eq!(float_text(number), text);
        }
    }

    #[test]
    fn members_are_sorted_by_utf16() {
        let text = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        let value: Value = serde_json::from_str(text).expect("JSON");
        let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let written = canonical_json(&value);
        let places: Vec<usize> = order.iter().map(|word| written.find(word).expect("the word")).collect();
        assert!(places.is_sorted(), "{written}");
    }

    proptest! {
        #[test]
        fn reading_back_changes_nothing(text in "\\PC{0,40}", float in proptest::num::f64::NORMAL, whole in any::<i64>()) {
            let written = canonical_json(&serde_json::json!({"b": [text, float], "a": whole}));
            let again: Value = serde_json::from_str(&written).expect("JSON");
            prop_assert_eq!(canonical_json(&again), written);
        }
    }
}
