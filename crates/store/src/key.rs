//! The key of the dossiers: 32 random bytes, kept in a file as 64 hexadecimal digits. Wiped from memory when dropped.

use crate::StoreError;
use std::fmt;
use zeroize::Zeroizing;

/// The key. It never prints itself.
pub struct Key(Zeroizing<String>);

impl Key {
    /// The key of a file's text.
    ///
    /// # Errors
    /// Where the text is no key.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let digits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digits { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(StoreError::NoKey) }
    }

    /// A key of random bytes that the caller drew.
    pub fn generate(random: [u8; 32]) -> Self {
        Self(Zeroizing::new(random.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The text for the file.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.0.clone()
    }

    pub(crate) fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}
