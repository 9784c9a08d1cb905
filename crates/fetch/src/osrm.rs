//! Travel times of a route planner that speaks OSRM's `table` service, version 1. It is a service that the user configured,
//! not a site that is crawled: no robots.txt, and its address may be private. What it is told is points, and nothing else.

use crate::exchange::Traffic;
use crate::names::{Names, host_and_port};
use crate::transport::{Sent, Target, Transport, Wanted};
use crate::{FetchError, Refusal, Settings};
use domain::{Point, Validators};
use reqwest::header::HeaderValue;
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Characters of a server's own words that are told.
const LONGEST_MESSAGE: usize = 200;

/// Why a route planner gave no times. No variant names a point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// There was no answer that could be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It answered with an error of its own, which may be about these points alone.
    #[error("the answer is {code}: {message}")]
    Answered {
        /// OSRM's name of the error, such as `NoSegment` or `TooBig`.
        code: String,
        /// Its explanation.
        message: String,
    },
    /// It answered for another number of points than it was asked for.
    #[error("the answer has {found} times where {asked} were asked for")]
    Count {
        /// How many it gave.
        found: usize,
        /// How many there should be.
        asked: usize,
    },
}

impl RouteError {
    /// Whether another question may well be answered: one of these points is where this server has no roads.
    pub fn is_about_these_points(&self) -> bool {
        matches!(self, Self::Answered { code, .. } if code == "NoSegment")
    }
}

/// The `table` service's answer, as far as it is read.
#[derive(Deserialize)]
struct Table {
    code: String,
    #[serde(default)]
    message: String,
    /// Seconds from each source; null: no route.
    #[serde(default)]
    durations: Vec<Vec<Option<f64>>>,
}

/// One server with the roads of one means of transport.
pub struct RouteServer {
    base: Url,
    profile: &'static str,
    transport: Transport,
    timeout: Duration,
}

impl RouteServer {
    /// A server at an address, to which `/table/v1/PROFILE/…` is added. Of the settings, the contact, the limits and the
    /// time limit count.
    ///
    /// # Errors
    /// Where the client cannot be made.
    pub fn new(base: Url, profile: &'static str, settings: &Settings) -> Result<Self, FetchError> {
        let agent: HeaderValue = settings.user_agent().parse().map_err(|_| FetchError::Contact)?;
        let transport = Transport::new(settings, &agent, &Arc::new(Names::default()))?;
        Ok(Self { base, profile, transport, timeout: settings.timeout })
    }

    /// Host and port.
    pub fn host(&self) -> String {
        host_and_port(&self.base)
    }

    /// Seconds from one point to each of several, in their order; `None` where there is no route.
    ///
    /// # Errors
    /// Where the server cannot be reached, answers too late, or with something else.
    pub async fn seconds(&self, from: Point, to: &[Point]) -> Result<Vec<Option<u32>>, RouteError> {
        let url = self.address(from, to)?;
        let answer = tokio::time::timeout(self.timeout, self.answer(&url)).await;
        let body = answer.map_err(|_| Refusal::TimedOut(self.timeout))??;
        read(&body, to.len())
    }

    fn address(&self, from: Point, to: &[Point]) -> Result<Url, Refusal> {
        let mut points = from.to_string();
        for point in to {
            // writing to a String cannot fail
            let _infallible = write!(points, ";{point}");
        }
        let (base, profile) = (self.base.as_str().trim_end_matches('/'), self.profile);
        let url = format!("{base}/table/v1/{profile}/{points}?sources=0&annotations=duration");
        Url::parse(&url).map_err(|_| Refusal::Scheme(self.host()))
    }

    /// The body of an answer. An error of the service has its explanation there, whatever the status.
    async fn answer(&self, url: &Url) -> Result<Vec<u8>, Refusal> {
        let validators = Validators::default();
        let begun = self
            .transport
            .ask(Target { url, keyed: url, private: true }, Sent { validators: &validators, body: None })
            .await?;
        let received = self.transport.read(begun, Wanted::Reply, &Traffic::default()).await?;
        match received.status {
            200..=299 | 400 => Ok(received.body),
            status => Err(Refusal::Status { status }),
        }
    }
}

/// The times of an answer for so many destinations. The source is a destination too, the first.
fn read(body: &[u8], asked: usize) -> Result<Vec<Option<u32>>, RouteError> {
    let table: Table = serde_json::from_slice(body).map_err(|error| Refusal::Malformed(error.to_string()))?;
    if table.code != "Ok" {
        let cut = |text: &str| text.chars().take(LONGEST_MESSAGE).collect();
        return Err(RouteError::Answered { code: cut(&table.code), message: cut(&table.message) });
    }
    let times = table.durations.first().map(Vec::as_slice).unwrap_or_default();
    match times.split_first() {
        Some((_, times)) if times.len() == asked => Ok(times.iter().map(|time| time.and_then(whole)).collect()),
        _ => Err(RouteError::Count { found: times.len().saturating_sub(1), asked }),
    }
}

/// Whole seconds; a time that is none counts as no route.
fn whole(seconds: f64) -> Option<u32> {
    let is_time = (0.0..=f64::from(u32::MAX)).contains(&seconds);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in range")]
    is_time.then_some(seconds.round() as u32)
}

#[cfg(test)]
mod tests {
    //! 1 times come in the order of the destinations, null is no route; 2 what is not the answer to the question is an
    //! error that says so; 3 a server can be asked from one runtime after another, as the commands of a night do.
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::{TcpListener, TcpStream};

    /// Answers every request of so many connections, each of which it keeps open until the client ends it.
    fn stand_in(connections: usize) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/osrm", listener.local_addr().expect("an address"));
        std::thread::spawn(move || listener.incoming().take(connections).flatten().for_each(answer_all));
        Url::parse(&url).expect("an address")
    }

    fn answer_all(connection: TcpStream) {
        let mut writer = connection.try_clone().expect("a connection");
        let ends = BufReader::new(connection).lines().map_while(Result::ok).filter(String::is_empty);
        let body = r#"{"code":"Ok","durations":[[0,60]]}"#;
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        ends.for_each(|_| writer.write_all(answer.as_bytes()).expect("sent"));
    }

    #[test]
    fn outlives_a_runtime() {
        let settings = Settings::usual("test@passend.invalid", Arc::new(|| chrono::DateTime::UNIX_EPOCH));
        let server = RouteServer::new(stand_in(3), "car", &settings).expect("a server");
        let point = Point { lat: 521_400, lon: 62_000 };
        let address = server.address(point, &[point]).expect("an address");
        assert!(address.path().ends_with("/osrm/table/v1/car/6.2000,52.1400;6.2000,52.1400"), "{address}");
        for _ in 0..3 {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
            assert_eq!(runtime.block_on(server.seconds(point, &[point])), Ok(vec![Some(60)]));
        }
    }

    #[test]
    fn answers() {
        let ok = r#"{"code":"Ok","durations":[[0,61.5,null]],"sources":[]}"#;
        assert_eq!(read(ok.as_bytes(), 2), Ok(vec![Some(62), None]));
        assert_eq!(read(ok.as_bytes(), 3), Err(RouteError::Count { found: 2, asked: 3 }));
        assert_eq!(read(br#"{"code":"Ok"}"#, 1), Err(RouteError::Count { found: 0, asked: 1 }));
        let error = read(br#"{"code":"TooBig","message":"Too many table coordinates"}"#, 1).expect_err("an error");
        assert_eq!(error.to_string(), "the answer is TooBig: Too many table coordinates");
        assert!(matches!(read(b"<html>", 1), Err(RouteError::Refused(Refusal::Malformed(_)))));
        assert_eq!(read(br#"{"code":"Ok","durations":[[0,-5,1e300]]}"#, 2), Ok(vec![None, None]));
    }
}
