//! A site of one trap, on a port of its own, and what traps are made of.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// What a hostile site does with one request for a path, over a connection.
pub(super) type Trap = fn(&str, &mut dyn Connection);

pub(super) trait Connection: Read + Write {}
impl<T: Read + Write> Connection for T {}

/// A site of one trap on a port of its own. It ends when dropped.
pub(super) struct Trapped {
    pub(super) base: String,
    pub(super) asked: Arc<AtomicUsize>,
    ended: Arc<OnceLock<()>>,
}

impl Trapped {
    pub(super) fn new(trap: Trap) -> Self {
        Self::serving("http", move |path, stream| trap(path, stream))
    }

    pub(super) fn serving(scheme: &str, serve: impl Fn(&str, &mut TcpStream) + Clone + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let base = format!("{scheme}://{}", listener.local_addr().expect("its address"));
        let (asked, ended): (Arc<AtomicUsize>, Arc<OnceLock<()>>) = Default::default();
        let (counted, over) = (Arc::clone(&asked), Arc::clone(&ended));
        std::thread::spawn(move || {
            for stream in listener.incoming().take_while(|_| over.get().is_none()).flatten() {
                let (counted, serve) = (Arc::clone(&counted), serve.clone());
                std::thread::spawn(move || converse(stream, &counted, &serve));
            }
        });
        Self { base, asked, ended }
    }
}

/// Looks at the request without reading it, and lets the trap do what it does.
fn converse(mut stream: TcpStream, counted: &AtomicUsize, serve: &impl Fn(&str, &mut TcpStream)) {
    let mut beginning = [0; 300];
    let read = stream.peek(&mut beginning).unwrap_or(0);
    let line = String::from_utf8_lossy(&beginning[..read]).into_owned();
    counted.fetch_add(1, Ordering::SeqCst);
    serve(line.split(' ').nth(1).unwrap_or("/"), &mut stream);
    drop(stream.shutdown(Shutdown::Write));
}

impl Drop for Trapped {
    fn drop(&mut self) {
        let _first = self.ended.set(());
        drop(TcpStream::connect(self.base.rsplit('/').next().unwrap_or_default()));
    }
}

/// Reads the request, so that the end of the connection is no reset.
pub(super) fn heard(stream: &mut dyn Connection) {
    let mut buffer = [0; 4096];
    let _read = stream.read(&mut buffer);
}

/// Says something; a client that has gone hears nothing, which is its right.
pub(super) fn say(stream: &mut dyn Connection, text: impl AsRef<[u8]>) -> bool {
    stream.write_all(text.as_ref()).and_then(|()| stream.flush()).is_ok()
}

/// Answers `/page` with this head and body, and has nothing else.
pub(super) fn page(path: &str, stream: &mut dyn Connection, head: &str, body: &[u8]) {
    heard(stream);
    if !path.starts_with("/page") {
        say(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    } else if say(stream, format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n")) {
        say(stream, body);
    }
}

pub(super) fn robots(path: &str, stream: &mut dyn Connection, status: u16, text: &str) {
    heard(stream);
    let (status, text) = match path {
        "/robots.txt" => (status, text),
        "/page" => (200, "<p>here</p>"),
        _ => (404, ""),
    };
    say(stream, format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len()));
}

/// Goes on with a page for as long as somebody listens.
pub(super) fn endless(path: &str, stream: &mut dyn Connection, head: &str, part: &[u8], pause: Duration) {
    page(path, stream, head, b"");
    while path == "/page" && say(stream, part) {
        std::thread::sleep(pause);
    }
}
