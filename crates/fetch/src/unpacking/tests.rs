//! 1. What was packed comes out, in whatever pieces it came in.
//! 2. A bomb ends at the limit of size or of ratio; a truncated or broken stream is malformed.
//! 3. Any bytes at all give an answer, and no more of them than the limit.
use super::*;
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

const LIMITS: Limits = Limits { most: 4 << 20, ratio: 100 };

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).expect("packed");
    encoder.finish().expect("packed")
}

fn zstandard_of(plain: &[u8]) -> Vec<u8> {
    zstd::encode_all(plain, 19).expect("packed")
}

/// "hello" and a line end in Brotli, as one block that is not compressed.
const BROTLI: &[u8] = &[0x8b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x0a, 0x03];

fn unpack(encoding: &str, packed: &[u8], piece: usize) -> Result<Vec<u8>, Refusal> {
    let mut body = Body::new(encoding, LIMITS)?;
    packed.chunks(piece).try_for_each(|part| body.add(part))?;
    body.whole()
}

#[test]
fn what_was_packed_comes_out() {
    let plain: Vec<u8> = (0..200_000_u32).flat_map(|number| (number % 251 * number).to_le_bytes()).collect();
    for piece in [1, 7, 4096, 1 << 20] {
        assert_eq!(unpack("", &plain, piece), Ok(plain.clone()));
        assert_eq!(unpack("gzip", &gzip(&plain), piece), Ok(plain.clone()));
        assert_eq!(unpack("ZSTD ", &zstandard_of(&plain), piece), Ok(plain.clone()));
        assert_eq!(unpack("br", BROTLI, piece), Ok(b"hello\n".to_vec()));
    }
    for encoding in ["gzip", "br", "zstd"] {
        assert_eq!(unpack(encoding, b"", 1), Ok(Vec::new()), "an empty {encoding} body");
    }
}

#[test]
fn bombs_and_broken_streams() {
    let zeros = vec![0; 64 << 20];
    for (encoding, bomb) in [("gzip", gzip(&zeros)), ("zstd", zstandard_of(&zeros))] {
        assert!(matches!(unpack(encoding, &bomb, 1000), Err(Refusal::Ratio { .. } | Refusal::TooLarge { .. })));
        assert!(matches!(unpack(encoding, &bomb[..20], 1000), Err(Refusal::Malformed(_))), "{encoding} cut off");
    }
    for encoding in ["gzip", "br", "zstd", "deflate", "gzip, br"] {
        assert!(matches!(unpack(encoding, b"not packed at all", 5), Err(Refusal::Malformed(_))), "{encoding}");
    }
    assert!(matches!(unpack("", &zeros, 4096), Err(Refusal::TooLarge { limit }) if limit == LIMITS.most));
    // a frame of 1 GiB that wants a window as large
    let window = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x03, 0x00, 0x10, 0x00];
    assert!(matches!(unpack("zstd", &window, 99), Err(Refusal::Malformed(_))));
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(packed in proptest::collection::vec(any::<u8>(), 0..600), piece in 1..50_usize) {
        for encoding in ["", "gzip", "br", "zstd"] {
            prop_assert!(unpack(encoding, &packed, piece).is_ok_and(|plain| plain.len() <= LIMITS.most) || !encoding.is_empty());
        }
    }
}
