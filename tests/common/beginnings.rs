//! Beginnings of files that lead into each reader, for tests and for fuzzing.

/// The name and the first characters of a file of each kind.
pub const BEGINNINGS: [(&str, &str); 10] = [
    ("a.txt", ""),
    ("a.html", "<html><body><article>"),
    ("a.xml", "<rss><channel><title>x</title><item>"),
    ("a.atom", "<feed><entry>"),
    ("a.jsonl", "{\"text\": \"x\"}\n{"),
    ("a.json", "[{"),
    ("result.json", "{\"name\": \"x\", \"id\": 1, \"messages\": ["),
    ("a.csv", "text,url\n"),
    ("a.warc", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: "),
    ("a.gz", "\u{1F}"),
];
