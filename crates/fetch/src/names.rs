//! From a name to the addresses that may be reached, kept for a while, so that the address whose budget a request spends
//! is the one that it goes to, and a name cannot lead elsewhere between the check and the connection.

use crate::Refusal;
use crate::addresses::is_public;
use crate::schedule::Budget;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use url::{Host, Url};

/// How long an answer is kept. Basis: the usual time to live of addresses of sites that move.
const KEPT: Duration = Duration::from_secs(300);

/// The error of a name that leads to no public address.
#[derive(Debug, thiserror::Error)]
#[error("no public address")]
pub(crate) struct NotPublic;

/// The names looked up so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    found: Mutex<HashMap<String, (Instant, Vec<IpAddr>)>>,
}

impl Names {
    /// Every address of a name in a fixed order: IPv4 first, which every machine can reach.
    async fn all(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        let now = Instant::now();
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        if let Some((_, found)) = known.filter(|(at, _)| now - *at < KEPT) {
            return Ok(found);
        }
        let found = tokio::net::lookup_host((name, 0)).await?;
        let mut found: Vec<IpAddr> = found.map(|address| address.ip()).collect();
        found.sort_unstable();
        found.dedup();
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), (now, found.clone()));
        Ok(found)
    }

    async fn reachable(
        &self,
        name: &str,
        private: bool,
    ) -> Result<Vec<IpAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let mut found = self.all(name).await?;
        found.retain(|address| private || is_public(*address));
        if found.is_empty() {
            return Err(NotPublic.into());
        }
        Ok(found)
    }

    /// The budgets that a request at an address spends: host, registrable domain, IP address.
    ///
    /// Of several IP addresses it is the first in order; the others are only tried where that one cannot be reached.
    ///
    /// # Errors
    /// Where the name leads nowhere, or to no public address.
    pub(crate) async fn budgets(&self, url: &Url, private: bool) -> Result<Vec<Budget>, Refusal> {
        let mut budgets = vec![Budget::Host(host_and_port(url))];
        let address = match url.host() {
            Some(Host::Ipv4(four)) => IpAddr::V4(four),
            Some(Host::Ipv6(six)) => IpAddr::V6(six),
            Some(Host::Domain(name)) => {
                let domain = psl::domain_str(name).map(|domain| Budget::Domain(domain.to_owned()));
                budgets.extend(domain);
                self.first(name, private).await?
            }
            None => return Err(Refusal::Scheme(url.to_string())),
        };
        budgets.push(if is_public(address) {
            Budget::Address(address)
        } else {
            Budget::PrivateAddress(address, url.port_or_known_default().unwrap_or(0))
        });
        Ok(budgets)
    }

    async fn first(&self, name: &str, private: bool) -> Result<IpAddr, Refusal> {
        match self.reachable(name, private).await {
            Ok(found) => found.first().copied().ok_or_else(|| Refusal::Address { host: name.to_owned() }),
            Err(error) if error.is::<NotPublic>() => Err(Refusal::Address { host: name.to_owned() }),
            Err(error) => Err(Refusal::Unreachable(error.to_string())),
        }
    }
}

/// Host and port: robots.txt and failures belong to them together (RFC 9309 section 2.3).
pub fn host_and_port(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or(0);
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

/// The names as the HTTP client asks for them.
#[derive(Debug, Clone)]
pub(crate) struct Resolver {
    pub(crate) names: Arc<Names>,
    /// Whether addresses that are not public are given as well.
    pub(crate) private: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let Self { names, private } = self.clone();
        Box::pin(async move {
            let found = names.reachable(name.as_str(), private).await?;
            // port 0: the client puts in the one of the address
            Ok(Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    //! 1 boards on one domain share its budget, and so do hosts at one address; 2 ports of one private address do not.
    use super::*;

    async fn budgets(names: &Names, url: &str) -> Vec<Budget> {
        names.budgets(&url.parse().expect("an address"), true).await.expect("budgets")
    }

    #[tokio::test]
    async fn what_is_shared() {
        let names = Names::default();
        let known =
            [("een.bord.example", "203.0.113.7"), ("twee.bord.example", "8.8.8.8"), ("ander.example", "8.8.8.8")];
        for (name, address) in known {
            let found = (Instant::now(), vec![address.parse().expect("an address")]);
            names.found.lock().expect("names").insert(name.to_owned(), found);
        }
        let one = budgets(&names, "https://een.bord.example/").await;
        let two = budgets(&names, "https://twee.bord.example/").await;
        let other = budgets(&names, "https://ander.example/").await;
        assert_eq!((one[0] == two[0], one[1] == two[1], one[2] == two[2]), (false, true, false));
        assert_eq!((two[0] == other[0], two[1] == other[1], two[2] == other[2]), (false, false, true));
        let here = budgets(&names, "http://127.0.0.1:8001/").await;
        let there = budgets(&names, "http://127.0.0.1:8002/").await;
        assert!(here.iter().all(|budget| !there.contains(budget)), "{here:?} {there:?}");
    }
}
