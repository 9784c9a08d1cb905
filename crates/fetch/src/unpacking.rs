//! Decompression of bodies (gzip, Brotli, Zstandard) as they come in, within limits: of size, of how many times larger
//! the outcome is than what came over the wire, and of the memory that a stream may ask for.

use crate::Refusal;
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::write::MultiGzDecoder;
use std::io::Write;
use zstd::stream::raw::{DParameter, Decoder as Zstandard, Operation};

/// What is asked for, by the header `Accept-Encoding`.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd";

/// The largest window of Zstandard on the web, 8 MiB as an exponent (RFC 9659).
const ZSTANDARD_WINDOW: u32 = 23;

/// Bodies up to this size are not held to the ratio: a small page of one repeated word packs very well.
const SMALL: usize = 1 << 20;

/// How much is unpacked before the limits are looked at again.
const STEP: usize = 16 * 1024;

type Brotli = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

/// The ways in which a body is packed.
enum Packing {
    Plain,
    Gzip(Box<MultiGzDecoder<Within>>),
    Brotli(Box<Brotli>),
    Zstandard(Zstandard<'static>),
}

/// Bytes up to a limit.
struct Within {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Within {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + part.len() > self.most {
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What a body may become.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) most: usize,
    pub(crate) ratio: usize,
}

/// A body as it comes in.
pub(crate) struct Body {
    packing: Packing,
    plain: Within,
    limits: Limits,
    wire: usize,
    /// Whether the packed stream has come to its end.
    ended: bool,
}

impl Body {
    /// A body whose `Content-Encoding` is this.
    ///
    /// # Errors
    /// Where the encoding is one that was not asked for.
    pub(crate) fn new(encoding: &str, limits: Limits) -> Result<Self, Refusal> {
        let within = || Within { bytes: Vec::new(), most: limits.most };
        let packing = match encoding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Packing::Plain,
            "gzip" | "x-gzip" => Packing::Gzip(Box::new(MultiGzDecoder::new(within()))),
            // strict: without the windows of up to 1 GiB that are not part of RFC 7932
            "br" => Packing::Brotli(Box::new(Brotli::new_strict(
                StandardAlloc::default(),
                StandardAlloc::default(),
                StandardAlloc::default(),
            ))),
            "zstd" => Packing::Zstandard(zstandard().map_err(|error| broken(&error))?),
            other => return Err(Refusal::Malformed(format!("it is packed as '{other}', which was not asked for"))),
        };
        Ok(Self { packing, plain: within(), limits, wire: 0, ended: false })
    }

    /// Takes in what came over the wire.
    ///
    /// # Errors
    /// Where a limit is passed, or the compression does not hold.
    pub(crate) fn add(&mut self, part: &[u8]) -> Result<(), Refusal> {
        self.wire += part.len();
        let added = match &mut self.packing {
            Packing::Plain => self.plain.write_all(part),
            Packing::Gzip(decoder) => decoder.write_all(part),
            Packing::Brotli(state) => add_brotli(state, part, &mut self.plain, &mut self.ended),
            Packing::Zstandard(decoder) => add_zstandard(decoder, part, &mut self.plain, &mut self.ended),
        };
        added.map_err(|error| self.refusal(&error))?;
        let unpacked = self.unpacked();
        if unpacked > SMALL && unpacked / self.limits.ratio.max(1) > self.wire {
            return Err(Refusal::Ratio { limit: self.limits.ratio });
        }
        Ok(())
    }

    /// Bytes so far.
    pub(crate) fn unpacked(&self) -> usize {
        match &self.packing {
            Packing::Gzip(decoder) => decoder.get_ref().bytes.len(),
            Packing::Plain | Packing::Brotli(_) | Packing::Zstandard(_) => self.plain.bytes.len(),
        }
    }

    /// Bytes that came over the wire so far.
    pub(crate) fn wire(&self) -> usize {
        self.wire
    }

    /// The bytes that came so far, whole or not.
    pub(crate) fn so_far(self) -> Vec<u8> {
        match self.packing {
            Packing::Gzip(mut decoder) => std::mem::take(&mut decoder.get_mut().bytes),
            Packing::Plain | Packing::Brotli(_) | Packing::Zstandard(_) => self.plain.bytes,
        }
    }

    /// The whole body.
    ///
    /// # Errors
    /// Where a packed one ends too early.
    pub(crate) fn whole(mut self) -> Result<Vec<u8>, Refusal> {
        // nothing at all is an empty body, packed or not
        let ended = match &mut self.packing {
            _ if self.wire == 0 => return Ok(Vec::new()),
            Packing::Plain => true,
            Packing::Gzip(decoder) => decoder.try_finish().map(|()| true).map_err(|error| broken(&error))?,
            Packing::Brotli(_) | Packing::Zstandard(_) => self.ended,
        };
        if !ended {
            return Err(Refusal::Malformed("its compression ends too early".to_owned()));
        }
        Ok(self.so_far())
    }

    fn refusal(&self, error: &std::io::Error) -> Refusal {
        if error.kind() == std::io::ErrorKind::FileTooLarge {
            return Refusal::TooLarge { limit: self.limits.most };
        }
        broken(error)
    }
}

fn broken(error: &std::io::Error) -> Refusal {
    Refusal::Malformed(format!("its compression does not hold: {error}"))
}

fn zstandard() -> std::io::Result<Zstandard<'static>> {
    let mut decoder = Zstandard::new()?;
    decoder.set_parameter(DParameter::WindowLogMax(ZSTANDARD_WINDOW))?;
    Ok(decoder)
}

fn add_brotli(state: &mut Brotli, part: &[u8], into: &mut Within, ended: &mut bool) -> std::io::Result<()> {
    let (mut left, mut read, mut total) = (part.len(), 0, 0);
    let mut out = [0; STEP];
    loop {
        let (mut space, mut written) = (STEP, 0);
        let result =
            BrotliDecompressStream(&mut left, &mut read, part, &mut space, &mut written, &mut out, &mut total, state);
        into.write_all(&out[..written])?;
        match result {
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput => return Ok(()),
            BrotliResult::ResultSuccess => {
                *ended = true;
                return Ok(());
            }
            BrotliResult::ResultFailure => return Err(std::io::Error::from(std::io::ErrorKind::InvalidData)),
        }
    }
}

fn add_zstandard(decoder: &mut Zstandard<'_>, part: &[u8], into: &mut Within, ended: &mut bool) -> std::io::Result<()> {
    let (mut rest, mut out) = (part, [0; STEP]);
    loop {
        let status = decoder.run_on_buffers(rest, &mut out)?;
        rest = &rest[status.bytes_read..];
        into.write_all(&out[..status.bytes_written])?;
        *ended = status.remaining == 0;
        // a full buffer within a frame may leave more behind, for which an empty input has to be asked again
        if rest.is_empty() && (*ended || status.bytes_written < STEP) {
            return Ok(());
        }
        if status.bytes_read == 0 && status.bytes_written == 0 {
            return Err(std::io::Error::from(std::io::ErrorKind::InvalidData));
        }
    }
}

#[cfg(test)]
mod tests;
