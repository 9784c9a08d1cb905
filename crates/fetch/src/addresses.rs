//! Which IP addresses are public. A crawler that follows links must not be led into a private network (SSRF).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Whether an address is one of the open internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => {
            six.to_ipv4_mapped().or_else(|| translated(six)).map_or_else(|| is_public_six(six), is_public_four)
        }
    }
}

/// The IPv4 address inside 64:ff9b::/96, which a NAT64 gateway would reach.
fn translated(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let parts = six.segments();
    let [.., high, low] = parts;
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    (parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0]).then_some(Ipv4Addr::new(a, b, c, d))
}

fn is_public_four(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let benchmark = a == 198 && (18..20).contains(&b);
    !(four.is_private()
        || four.is_loopback()
        || four.is_link_local()
        || four.is_broadcast()
        || four.is_documentation()
        || four.is_multicast()
        || a == 0
        || a >= 240
        || shared
        || protocol
        || benchmark)
}

fn is_public_six(six: Ipv6Addr) -> bool {
    // only 2000::/3 is given out; of it, documentation, 6to4 and Teredo lead elsewhere
    let [first, second, ..] = six.segments();
    let elsewhere = first == 0x2002 || (first == 0x2001 && (second == 0 || second == 0xdb8));
    first & 0xe000 == 0x2000 && !elsewhere
}

/// Whether the host of an address is written as an IP address that is not public: those never reach the resolver.
pub(crate) fn is_private_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(four)) => !is_public(IpAddr::V4(four)),
        Some(Host::Ipv6(six)) => !is_public(IpAddr::V6(six)),
        Some(Host::Domain(_)) => false,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    //! 1 addresses of every range that is not public are refused, in every way of writing them.
    use super::*;

    #[test]
    fn ranges() {
        for address in [
            "10.0.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
        for address in ["8.8.8.8", "2a00:1450::1", "64:ff9b::808:808"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
        for url in ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"] {
            assert!(is_private_literal(&url.parse().expect("an address")), "{url}");
        }
    }
}
