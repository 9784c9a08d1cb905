//! HTTPS, against a server whose certificate an authority of the test's own has signed.
//!
//! 1. With the authority trusted, pages come: by HTTP/2 where the server offers it, else by HTTP/1.1, and all requests
//!    over one connection.
//! 2. Without it, or with another, nothing comes, and the words say that it is the certificate.
//! 3. What is no certificate is an error before any request.

#![expect(clippy::expect_used, reason = "a test stops where its own site fails")]

use chrono::DateTime;
use domain::{PageRequest, Protocol, Purpose, RequestOutcome, Source, Validators};
use fetch::{Answer, FetchError, Fetcher, Refusal, Settings};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto, pki_types::PrivateKeyDer};

/// An authority, and what it signs.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut stated = CertificateParams::new(Vec::new()).expect("a certificate");
        stated.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = stated.self_signed(&key).expect("a certificate").pem();
        Self { pem, issuer: Issuer::new(stated, key) }
    }

    /// What a server for this machine shows, speaking these protocols.
    fn server(&self, protocols: &[&[u8]]) -> ServerConfig {
        let key = KeyPair::generate().expect("a key");
        let stated = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a certificate");
        let certificate = stated.signed_by(&key, &self.issuer).expect("a certificate");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let server = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
        let server = server.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        let mut server = server.with_single_cert(vec![certificate.der().clone()], key).expect("a server");
        server.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        server
    }
}

/// A site that answers every path, and counts connections. Ended when dropped.
struct Site {
    base: String,
    connections: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Site {
    async fn new(server: ServerConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let base = format!("https://{}", listener.local_addr().expect("its address"));
        let (connections, acceptor) = (Arc::new(AtomicUsize::new(0)), TlsAcceptor::from(Arc::new(server)));
        let counted = Arc::clone(&connections);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(converse(acceptor.clone(), stream));
            }
        });
        Self { base, connections, serving }
    }

    /// Asks for a page: in which protocol it came, or why not.
    async fn ask(&self, fetcher: &Fetcher, path: &str) -> Result<Protocol, Refusal> {
        let text = serde_json::json!({"name": "site", "kind": "sitemap", "url": self.base,
            "allow_private_addresses": true, "requests_per_second": 1000.0});
        let source: Source = serde_json::from_value(text).expect("a source");
        let request = PageRequest::new(format!("{}{path}", self.base).parse().expect("an address"), Purpose::Detail);
        let answer = fetcher.fetch(&source, &request, &Validators::default()).await?;
        let page = if let Answer::Page(page) = answer { Some(page) } else { None };
        Ok(page.and_then(|page| page.exchange.protocol).expect("a page that came in a protocol"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A client that does not trust the certificate hangs up, which is its right.
async fn converse(acceptor: TlsAcceptor, stream: TcpStream) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let (stream, service) = (TokioIo::new(stream), service_fn(answer));
    if two {
        drop(hyper::server::conn::http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await);
    } else {
        drop(hyper::server::conn::http1::Builder::new().serve_connection(stream, service).await);
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let found = request.uri().path().starts_with("/page");
    let answer = Response::builder().status(if found { 200 } else { 404 }).header("content-type", "text/html");
    Ok(answer.body(Full::new(Bytes::from_static(b"<p>x</p>"))).expect("an answer"))
}

fn trusting(pem: Option<&str>) -> Result<Fetcher, FetchError> {
    Fetcher::new(Settings {
        requests_per_second: 1000.0,
        attempts: 1,
        certificate_authority: pem.map(|pem| pem.as_bytes().to_vec()),
        ..Settings::usual("test@passend.invalid", Arc::new(|| DateTime::UNIX_EPOCH))
    })
}

#[tokio::test]
async fn by_what_the_server_offers_over_one_connection() {
    let authority = Authority::new();
    let cases: [(&[&[u8]], Protocol); 3] =
        [(&[b"h2", b"http/1.1"], Protocol::Http2), (&[b"http/1.1"], Protocol::Http1), (&[], Protocol::Http1)];
    for (offered, expected) in cases {
        let site = Site::new(authority.server(offered)).await;
        let fetcher = trusting(Some(&authority.pem)).expect("a fetcher");
        for path in ["/page/1", "/page/2", "/page/3"] {
            assert_eq!(site.ask(&fetcher, path).await, Ok(expected), "{offered:?}");
        }
        assert_eq!(site.connections.load(Ordering::SeqCst), 1, "robots.txt, tdmrep.json and three pages: {offered:?}");
    }
}

#[tokio::test]
async fn another_authority_is_no_authority() {
    let site = Site::new(Authority::new().server(&[b"h2"])).await;
    for trusted in [None, Some(Authority::new().pem)] {
        let fetcher = trusting(trusted.as_deref()).expect("a fetcher");
        let refusal = site.ask(&fetcher, "/page").await.expect_err("no trust, no page");
        assert_eq!(refusal.outcome(), RequestOutcome::NoRobots);
        assert!(refusal.to_string().contains("certificate"), "{refusal}");
    }
}

#[tokio::test]
async fn what_is_no_certificate() {
    let broken = "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n";
    for text in ["", "a text", "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n", broken] {
        let error = trusting(Some(text)).err().expect("no fetcher");
        assert!(error.to_string().contains("certificate"), "{text}: {error}");
    }
}
