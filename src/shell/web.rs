//! A small web server for looking at a site on one's own machine. It listens on loopback alone, answers `GET` and
//! `HEAD`, and serves plain files below one folder.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::publish::is_within;

/// Where a page asks whether it is out of date.
const VERSION: &str = "/__jejak/versi";
/// The script that asks.
const SCRIPT: &str = "/__jejak/muat-ulang.js";

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    root: PathBuf,
    /// The path of the site on its host.
    base: String,
    /// Rises whenever the site was made anew.
    version: Arc<AtomicU64>,
}

impl Server {
    /// Listens on a port of this machine; 0 takes a free one.
    pub fn bind(port: u16, root: &Path, base: &str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        Ok(Self { listener, root: root.to_owned(), base: base.to_owned(), version: Arc::default() })
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Told whenever the site was made anew.
    pub fn version(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.version)
    }

    /// Answers for ever.
    pub fn run(self) {
        let shared = Arc::new(self);
        for stream in shared.listener.incoming().flatten() {
            let server = Arc::clone(&shared);
            std::thread::spawn(move || {
                // A reader that went away is no failure.
                let _ = server.answer(&stream);
            });
        }
    }

    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_write_timeout(Some(Duration::from_secs(10)))?;
        let mut reader = BufReader::new(stream.take(16 * 1024));
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut host = String::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some((_, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("host")) {
                value.trim().clone_into(&mut host);
            }
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let response = match method {
            // Another name for this machine would let a foreign page read what is served here.
            _ if !is_own(&host) => Response::text(403, "403"),
            "GET" | "HEAD" => self.response(target),
            _ => Response::text(405, "405"),
        };
        response.send(stream, method == "HEAD")
    }

    fn response(&self, target: &str) -> Response {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if path == VERSION {
            return Response::text(200, &self.version.load(Ordering::Acquire).to_string());
        }
        if path == SCRIPT {
            return Response {
                status: 200,
                kind: "text/javascript; charset=utf-8",
                body: script().into_bytes(),
                to: None,
            };
        }
        let Some(rest) = path.strip_prefix(self.base.as_str()) else {
            return Response { to: Some(self.base.clone()), ..Response::text(302, "") };
        };
        let lawful = rest.split('/').all(|part| !part.starts_with('.')) && !rest.contains(['\\', '%', '\0']);
        if !lawful {
            return self.nothing();
        }
        let full = self.root.join(rest);
        if full.is_dir() && !rest.is_empty() && !rest.ends_with('/') {
            return Response { to: Some(format!("{path}/")), ..Response::text(302, "") };
        }
        let file = if full.is_dir() { full.join("index.html") } else { full };
        // Links lead to folders that were published before; one that somebody laid elsewhere is not followed.
        match fs::read(&file) {
            Ok(bytes) if is_within(&self.root, &file) => Response::file(200, &file, bytes),
            _ => self.nothing(),
        }
    }

    fn nothing(&self) -> Response {
        let page = self.root.join("404.html");
        fs::read(&page).map_or_else(|_| Response::text(404, "404"), |bytes| Response::file(404, &page, bytes))
    }
}

fn is_own(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1")
}

struct Response {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
    /// Where else to look.
    to: Option<String>,
}

impl Response {
    fn text(status: u16, text: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: text.as_bytes().to_vec(), to: None }
    }

    fn file(status: u16, path: &Path, mut body: Vec<u8>) -> Self {
        let kind = kind(path);
        if kind.starts_with("text/html") {
            let end = b"</body>";
            if let Some(place) = body.windows(end.len()).rposition(|some| some == end) {
                let tag = format!("<script src=\"{SCRIPT}\"></script>");
                body.splice(place..place, tag.into_bytes());
            }
        }
        Self { status, kind, body, to: None }
    }

    fn send(&self, mut stream: &TcpStream, head_only: bool) -> io::Result<()> {
        let to = self.to.as_ref().map(|to| format!("Location: {to}\r\n")).unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {} -\r\nContent-Type: {}\r\nContent-Length: {}\r\n{to}X-Content-Type-Options: nosniff\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n",
            self.status,
            self.kind,
            self.body.len()
        );
        stream.write_all(head.as_bytes())?;
        if !head_only {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn script() -> String {
    format!(
        "\"use strict\";(function(){{var dulu=null;setInterval(function(){{fetch({VERSION:?}).then(function(r){{return \
         r.text()}}).then(function(v){{if(dulu===null)dulu=v;else if(v!==dulu)location.reload()}}).catch(function(){{}})}},\
         1000)}})();\n"
    )
}
