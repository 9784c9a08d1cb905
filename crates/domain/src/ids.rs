//! Identifiers as types, so that one cannot stand where another is meant. They carry no meaning beyond identity.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An identifier that does not have its form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} '{value}' is not valid: use {rule}")]
pub struct IdError {
    what: &'static str,
    value: String,
    rule: &'static str,
}

const SLUG_RULE: &str = "1 to 64 lower-case letters, digits and hyphens, beginning with a letter or digit";

fn slug(what: &'static str, value: String) -> Result<String, IdError> {
    let letters = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if letters && (1..=64).contains(&value.len()) && !value.starts_with('-') {
        return Ok(value);
    }
    Err(IdError { what, value, rule: SLUG_RULE })
}

fn hexadecimal(what: &'static str, value: String, length: usize, rule: &'static str) -> Result<String, IdError> {
    let digits = value.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if digits && value.len() == length {
        return Ok(value);
    }
    Err(IdError { what, value, rule })
}

/// The pseudonymous id of a candidate, such as `c-0017`. It says nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CandidateId(String);

/// The name of a source, as its file gives it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceName(String);

/// The opaque id of a vacancy: 16 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VacancyId(String);

/// A SHA-256 as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(String);

impl TryFrom<String> for CandidateId {
    type Error = IdError;
    fn try_from(value: String) -> Result<Self, IdError> {
        slug("candidate id", value).map(Self)
    }
}

impl TryFrom<String> for SourceName {
    type Error = IdError;
    fn try_from(value: String) -> Result<Self, IdError> {
        slug("source name", value).map(Self)
    }
}

impl TryFrom<String> for VacancyId {
    type Error = IdError;
    fn try_from(value: String) -> Result<Self, IdError> {
        hexadecimal("vacancy id", value, 16, "16 hexadecimal digits").map(Self)
    }
}

impl TryFrom<String> for Hash {
    type Error = IdError;
    fn try_from(value: String) -> Result<Self, IdError> {
        hexadecimal("hash", value, 64, "64 hexadecimal digits").map(Self)
    }
}

impl Hash {
    /// The hash whose 32 raw bytes are given.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The 32 raw bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        let digit = |at: usize| match self.0.as_bytes()[at] {
            letter @ b'a'..=b'f' => letter - b'a' + 10,
            number => number - b'0',
        };
        std::array::from_fn(|at| digit(2 * at) * 16 + digit(2 * at + 1))
    }

    /// The id made of the first 16 digits: enough to tell 10 million vacancies apart.
    pub fn vacancy_id(&self) -> VacancyId {
        VacancyId(self.0[..16].to_owned())
    }
}

/// What every identifier offers: its text, and back again from text.
macro_rules! text_form {
    ($($name:ident),+) => {$(
        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }
    )+};
}

text_form!(CandidateId, SourceName, VacancyId, Hash);

#[cfg(test)]
mod tests {
    //! 1 an id keeps its form; 2 a hash gives back its bytes.
    use super::*;

    #[test]
    fn ids_have_a_form() {
        assert!("c-0017".parse::<CandidateId>().is_ok());
        for wrong in ["", "C-1", "jan jansen", "-a", "a/b"] {
            assert!(wrong.parse::<CandidateId>().is_err(), "{wrong}");
        }
        assert!("0123456789abcdef".parse::<VacancyId>().is_ok());
        assert!("0123".parse::<VacancyId>().is_err());
    }

    #[test]
    fn hash_keeps_its_bytes() {
        let bytes: [u8; 32] = std::array::from_fn(|at| (at * 37 % 256) as u8);
        assert_eq!(Hash::from_bytes(bytes).to_bytes(), bytes);
    }
}
