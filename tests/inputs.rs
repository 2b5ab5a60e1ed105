//! The same articles give the same events in whatever kind of file they come; what is broken is named and passed over.

mod common;

use common::{marsad, project, stderr, stdout};
use flate2::Compression;
use flate2::write::GzEncoder;
use marsad::document::{Input, Metadata, Options, read};
use marsad::{Document, Resources, document};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// An article of the examples: title, paragraphs, publication day.
struct Article {
    title: String,
    paragraphs: Vec<String>,
    day: String,
    outlet: String,
    url: String,
}

impl Article {
    fn text(&self) -> String {
        format!("{}\n{}", self.title, self.paragraphs.join("\n"))
    }

    fn html_paragraphs(&self) -> String {
        self.paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect()
    }
}

fn articles() -> Vec<Article> {
    let mut rows = csv::Reader::from_path(project("examples/metadata.csv")).expect("the table is there");
    let articles = rows.records().map(|row| {
        let row = row.expect("a row");
        let text = std::fs::read_to_string(project("examples/articles").join(&row[0])).expect("the article is there");
        let mut lines = text.lines().map(str::to_string);
        let title = lines.next().expect("a title");
        let (outlet, url) = (format!("وكالة {}", &row[0]), format!("https://example.org/{}", &row[0]));
        Article { title, paragraphs: lines.collect(), day: row[1].to_string(), outlet, url }
    });
    articles.collect()
}

/// A page as news sites make them: menus, shares, other articles and comments around the text.
fn page(article: &Article, i: usize) -> String {
    let Article { title, day, outlet, url, .. } = article;
    let head = match i % 3 {
        0 => format!(
            r#"<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebSite"}},{{"@type":"NewsArticle","datePublished":"{day}T08:00:00+03:00"}}]}}</script>"#
        ),
        1 => format!(r#"<meta property="article:published_time" content="{day}T23:59:00Z">"#),
        _ => String::new(),
    };
    let time = if i % 3 == 2 { format!(r#"<time datetime="{day}">اليوم</time>"#) } else { String::new() };
    format!(
        r#"<!DOCTYPE html><html dir="rtl" lang="ar"><head><meta charset="utf-8"><title>{title} | {outlet}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{outlet}"><link rel="canonical" href="{url}">{head}
<script>var x = "قصف على مدينة حلب وسقوط عشرة قتلى";</script></head><body>
<header><nav><a href="/">الرئيسية</a> <a href="/syria">سوريا</a></nav></header><div class="breaking-bar">عاجل: قصف مدفعي على بلدة سرمين ومقتل طفل</div>
<main><article><h1>{title}</h1>{time}<div class="post-share"><a href="{url}">شارك</a></div><div class="body">{}
<p><strong><a href="/77">اقرأ أيضا: مقتل عشرة أشخاص في غارة على مدينة الرقة</a></strong></p></div>
<section class="related-articles"><h3>مواضيع متعلقة</h3><div>تفجير سيارة مفخخة في مدينة عفرين أدى إلى مقتل ستة</div></section></article>
<aside><h2>الأكثر قراءة</h2><ul><li><a href="/5">غارة على خان يونس تقتل ستة</a></li></ul></aside>
<div id="comments"><p>قصفوا مدينة حماة أيضا وقتل عشرون</p></div></main><footer>جميع الحقوق محفوظة</footer></body></html>"#,
        article.html_paragraphs()
    )
}

fn rss(articles: &[Article]) -> String {
    let items: String = articles
        .iter()
        .map(|a| {
            let day: jiff::civil::Date = a.day.parse().expect("a day");
            let stamp = day.strftime("%a, %d %b %Y 09:00:00 +0300");
            format!(
                "<item><title>{}</title><link>{}</link><pubDate>{stamp}</pubDate><source url=\"x\">{}</source>\
                 <description>مختصر</description><content:encoded><![CDATA[{}]]></content:encoded><media:content url=\"a.jpg\"/></item>\n",
                a.title,
                a.url,
                a.outlet,
                a.html_paragraphs()
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>خلاصة</title><link>https://example.org</link>{items}</channel></rss>"
    )
}

fn atom(articles: &[Article]) -> String {
    let escape = |html: &str| html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let entries: String = articles
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let content = match i % 2 {
                0 => format!("<content type=\"html\">{}</content>", escape(&a.html_paragraphs())),
                _ => format!("<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content>", a.html_paragraphs()),
            };
            format!("<entry><title>{}</title><link rel=\"self\" href=\"x\"/><link href=\"{}\"/><updated>2030-01-01T00:00:00Z</updated><published>{}T09:00:00Z</published>{content}</entry>", a.title, a.url, a.day)
        })
        .collect();
    format!("<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>خلاصة</title>{entries}</feed>")
}

fn objects(articles: &[Article]) -> Vec<Value> {
    let object = |a: &Article| json!({"title": a.title, "content": a.paragraphs.join("\n"), "url": a.url, "source": {"name": a.outlet}, "publishedAt": format!("{}T10:00:00Z", a.day)});
    articles.iter().map(object).collect()
}

fn json_lines(articles: &[Article]) -> String {
    objects(articles).iter().map(|o| format!("{o}\n")).collect()
}

fn table(articles: &[Article], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(["id", "Headline", "Text", "URL", "media_name", "publish_date"]).expect("it is written");
    for a in articles {
        writer.write_record(["1", &a.title, &a.paragraphs.join("\n"), &a.url, &a.outlet, &a.day]).expect("it is written");
    }
    writer.into_inner().expect("it is written")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("it packs");
    encoder.finish().expect("it packs")
}

fn warc_record(kind: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2030-01-01T00:00:00Z\r\n{more}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// Records as crawlers write them, one each: among the pages a request, a picture, a page that was not found.
fn warc(articles: &[Article]) -> Vec<Vec<u8>> {
    let mut out = vec![warc_record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n")];
    for (i, a) in articles.iter().enumerate() {
        let uri = format!("WARC-Target-URI: {}\r\nContent-Type: application/http; msgtype=response\r\n", a.url);
        let body = page(a, i);
        let response = match i % 3 {
            0 => format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}").into_bytes(),
            1 => {
                let packed = gzip(body.as_bytes());
                [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".as_slice(), &packed].concat()
            }
            _ => {
                let (a, b) = body.as_bytes().split_at(701);
                let chunk = |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
                let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
                [head.as_slice(), &chunk(a), &chunk(b), b"0\r\n\r\n"].concat()
            }
        };
        out.push(warc_record("request", &uri, b"GET / HTTP/1.1\r\n\r\n"));
        out.push(warc_record("response", &uri, &response));
    }
    out.push(warc_record(
        "response",
        "WARC-Target-URI: https://example.org/a.png\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\0\0",
    ));
    out.push(warc_record(
        "response",
        "WARC-Target-URI: https://example.org/no\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html></html>",
    ));
    out
}

fn telegram(articles: &[Article]) -> String {
    let mut messages =
        vec![json!({"id": 1, "type": "service", "date": "2023-01-01T00:00:00", "action": "create_channel", "text": "", "text_entities": []})];
    for (i, a) in articles.iter().enumerate() {
        let text = a.text();
        let (first, rest) = text.split_once(' ').expect("two words");
        let text = if i % 2 == 0 { json!([{"type": "bold", "text": first}, format!(" {rest}")]) } else { json!(text) };
        let mut message = json!({"id": 40 + i, "type": "message", "date": format!("{}T21:30:00", a.day), "date_unixtime": "1", "from": "قناة", "from_id": "channel9", "text": text, "text_entities": []});
        if i == 0 {
            message["forwarded_from"] = "مصدر آخر".into();
        }
        messages.push(message);
    }
    serde_json::to_string_pretty(&json!({"name": "قناة", "type": "public_channel", "id": 9, "messages": messages})).expect("JSON")
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    std::fs::write(path, bytes).expect("a file can be written");
}

fn features(output: &Output) -> Vec<Value> {
    let value: Value = serde_json::from_str(&stdout(output)).expect("GeoJSON is JSON");
    value["features"].as_array().expect("a FeatureCollection").clone()
}

/// The events of an input, without the names of their documents.
fn events(folder: &Path, input: &str, more: &[&str]) -> Vec<Value> {
    let output = marsad(folder, &[&["map", input, "-o", "-", "--format", "geojson"], more].concat());
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{input}");
    let mut events = features(&output);
    for event in &mut events {
        for list in ["sources", "evidence"] {
            for item in event["properties"][list].as_array_mut().expect("a list") {
                for name in ["document", "url", "outlet"] {
                    item.as_object_mut().expect("an object").remove(name);
                }
            }
            let items = event["properties"][list].as_array_mut().expect("a list");
            items.sort_by_key(Value::to_string);
        }
    }
    events
}

#[test]
fn the_same_articles_give_the_same_events_in_any_kind_of_file() {
    let articles = articles();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let mut metadata = String::from("file,published\n");
    for (i, a) in articles.iter().enumerate() {
        put(folder, &format!("txt/{i}.txt"), a.text());
        put(folder, &format!("utf16/{i}.txt"), [0xFEFF].into_iter().chain(a.text().encode_utf16()).flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
        put(folder, &format!("html/{i}.html"), page(a, i));
        metadata += &format!("{i}.txt,{}\n", a.day);
    }
    put(folder, "metadata.csv", metadata);
    put(folder, "feed.xml", rss(&articles));
    put(folder, "feed.atom", atom(&articles));
    put(folder, "lines.jsonl", json_lines(&articles));
    put(folder, "lines.jsonl.gz", gzip(json_lines(&articles).as_bytes()));
    put(folder, "lines.jsonl.zst", zstd::encode_all(json_lines(&articles).as_bytes(), 3).expect("it packs"));
    put(folder, "array.json", serde_json::to_string_pretty(&objects(&articles)).expect("JSON"));
    put(folder, "api.json", json!({"status": "ok", "totalResults": 9, "articles": objects(&articles)}).to_string());
    put(folder, "table.csv", table(&articles, b','));
    put(folder, "semicolons.csv", table(&articles, b';'));
    put(folder, "tabs", table(&articles, b'\t'));
    put(folder, "crawl.warc", warc(&articles).concat());
    put(folder, "crawl.warc.gz", warc(&articles).iter().flat_map(|r| gzip(r)).collect::<Vec<u8>>());
    put(folder, "result.json", telegram(&articles));
    let told = events(folder, "txt", &["--metadata", "metadata.csv"]);
    assert!(told.len() >= 10, "{}", told.len());
    assert_eq!(events(folder, "utf16", &["--metadata", "metadata.csv"]), told);
    for input in [
        "html",
        "feed.xml",
        "feed.atom",
        "lines.jsonl",
        "lines.jsonl.gz",
        "lines.jsonl.zst",
        "array.json",
        "api.json",
        "table.csv",
        "semicolons.csv",
        "tabs",
        "crawl.warc",
        "crawl.warc.gz",
        "result.json",
    ] {
        let read = events(folder, input, &[]);
        for (a, b) in read.iter().zip(&told) {
            assert_eq!(a, b, "{input}");
        }
        assert_eq!(read.len(), told.len(), "{input}");
    }
}

/// The documents of bytes under a name, and the problems.
fn documents(name: &str, bytes: &[u8], options: &Options) -> (Vec<Document>, Vec<String>) {
    let input = Input::File(name.into(), name.into(), true);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    match read(Cursor::new(bytes.to_vec()), &input, options) {
        Err(reason) => bad.push(reason),
        Ok(records) => {
            for record in records {
                match record.and_then(|r| r.document(&Metadata::default(), None)) {
                    Ok(Some(document)) => good.push(document),
                    Ok(None) => bad.push("not Arabic".into()),
                    Err(e) => bad.push(e.to_string()),
                }
            }
        }
    }
    (good, bad)
}

fn names(documents: &[Document]) -> Vec<&str> {
    documents.iter().map(|d| d.name.as_str()).collect()
}

#[test]
fn sources_keep_number_address_outlet_and_day() {
    let articles = articles();
    let options = Options::default();
    for (name, bytes) in [("a.jsonl", json_lines(&articles).into_bytes()), ("a.csv", table(&articles, b',')), ("a.xml", rss(&articles).into_bytes())]
    {
        let (documents, problems) = documents(name, &bytes, &options);
        assert_eq!(problems, [] as [&str; 0]);
        assert_eq!(documents.len(), articles.len());
        for (i, (d, a)) in documents.iter().zip(&articles).enumerate() {
            assert_eq!(d.name, format!("{name}#{}", i + 1));
            assert_eq!(
                (d.url.as_deref(), d.outlet.as_deref(), d.published.map(|p| p.to_string())),
                (Some(a.url.as_str()), Some(a.outlet.as_str()), Some(a.day.clone()))
            );
            assert_eq!(d.text, a.text());
        }
    }
    let (messages, _) = documents("result.json", telegram(&articles).as_bytes(), &options);
    assert_eq!(messages[0].name, "result.json#9/40");
    assert_eq!(messages[0].url.as_deref(), Some("https://t.me/c/9/40"));
    assert_eq!((messages[0].outlet.as_deref(), messages[1].outlet.as_deref()), (Some("مصدر آخر (via قناة)"), Some("قناة")));
    let (pages, _) = documents("crawl.warc", &warc(&articles).concat(), &options);
    assert_eq!(
        (pages[0].name.as_str(), pages[0].outlet.as_ref(), pages[0].url.as_ref()),
        ("crawl.warc#3", Some(&articles[0].outlet), Some(&articles[0].url))
    );
}

#[test]
fn a_whole_account_of_chats_is_read() {
    let message = |id: u32| json!({"id": id, "type": "message", "date": "2024-02-13T01:00:00", "date_unixtime": "1", "text": "قصف على بلدة", "text_entities": []});
    let chat = |id: u32| json!({"name": "قناة", "type": "public_channel", "id": id, "messages": [message(1), message(2)]});
    let export = json!({"about": "x", "personal_information": {"list": [1]}, "chats": {"about": "x", "list": [chat(7), chat(8)]}, "left_chats": {}});
    let (documents, problems) = documents("result.json", export.to_string().as_bytes(), &Options::default());
    assert_eq!(problems, [] as [&str; 0]);
    assert_eq!(names(&documents), ["result.json#7/1", "result.json#7/2", "result.json#8/1", "result.json#8/2"]);
}

#[test]
fn a_broken_record_costs_itself_alone() {
    let options = Options::default();
    let lines = "{\"text\": \"قصف\"}\n{\"text\": \"غارة\n\n[1]\n{\"name\": \"x\"}\n{\"text\": \"هجوم\"}";
    let (good, bad) = documents("a.jsonl", lines.as_bytes(), &options);
    assert_eq!(names(&good), ["a.jsonl#1", "a.jsonl#6"]);
    assert_eq!(bad.iter().map(|b| b.split(':').next().unwrap_or_default()).collect::<Vec<_>>(), ["a.jsonl#2", "a.jsonl#4", "a.jsonl#5"]);

    let (good, bad) = documents("a.json", "[{\"text\": \"قصف\"}, {\"text\": nil}, 5, {\"text\": \"هجوم\"}, {\"text\": \"غ".as_bytes(), &options);
    assert_eq!(names(&good), ["a.json#1", "a.json#4"]);
    assert_eq!(bad.len(), 3, "{bad:?}");
    assert!(bad[2].contains("a.json#5") && bad[2].contains("ends within"), "{bad:?}");

    let articles = articles();
    let feed = rss(&articles);
    let (good, bad) = documents("feed.xml", &feed.as_bytes()[..feed.len() * 2 / 3], &options);
    assert!((3..articles.len()).contains(&good.len()), "{}", good.len());
    assert!(bad.len() == 1 && bad[0].contains(&format!("feed.xml#{}", good.len() + 1)), "{bad:?}");

    let mut records = warc(&articles);
    records[3].truncate(90);
    let (good, bad) = documents("crawl.warc", &records.concat(), &options);
    assert!(good.len() >= articles.len() - 2 && !bad.is_empty(), "{} {bad:?}", good.len());
    let mut packed: Vec<Vec<u8>> = warc(&articles).iter().map(|r| gzip(r)).collect();
    let half = packed[4].len() / 2;
    packed[4].truncate(half);
    let (good, bad) = documents("crawl.warc.gz", &packed.concat(), &options);
    assert_eq!(good.len(), articles.len() - 1, "{bad:?}");
    assert!(bad.len() == 1 && bad[0].contains("crawl.warc.gz#5") && bad[0].contains("packing"), "{bad:?}");
}

#[test]
fn a_cut_head_costs_only_its_record() {
    let record = |text: &str| warc_record("resource", "Content-Type: text/plain\r\n", text.as_bytes());
    let (first, second, third) = (record("قصف"), record("غارة"), record("هجوم"));
    let head = second.len() - "غارة".len() - 4;
    for cut in 1..head {
        let (good, bad) = documents("a.warc", &[&first, &second[..cut], &third].concat(), &Options::default());
        assert_eq!(good.iter().map(|d| d.text.as_str()).collect::<Vec<_>>(), ["قصف", "هجوم"], "{cut}: {bad:?}");
        // Where nothing but the mark of a record is left, there is nothing to be told of.
        let told = usize::from(cut >= "WARC/1.0\r\n".len());
        assert_eq!(bad.iter().filter(|b| b.starts_with("a.warc#2: ")).count(), told, "{cut}: {bad:?}");
        assert_eq!(bad.len(), told, "{cut}: {bad:?}");
    }
}

#[test]
fn furniture_of_pages_tells_nothing() {
    let resources = Resources::embedded().expect("the built-in data");
    let other = "غارة على مدينة الرقة تقتل عشرة";
    for phrase in ["اقرأ أيضا", "شاهد أيضاً", "مرتبط", "مواضيع متعلقة", "مقالات ذات صلة", "قد يهمك أيضا"]
    {
        for more in [format!("<p>{phrase}: {other}</p>"), format!("<div><b>{phrase}</b> {other}</div>"), format!("<p>{phrase}</p>")] {
            let html = format!("<html><body><article><p>{DRONE}</p>{more}<p>وتشهد المنطقة توترا منذ أيام.</p></article></body></html>");
            let (good, bad) = documents("a.html", html.as_bytes(), &Options::default());
            assert!(bad.is_empty() && good[0].text.contains(phrase), "{phrase}: {bad:?} {good:?}");
            assert_eq!(marsad::events(&good[0], &resources).len(), 1, "{more}");
        }
    }
    let html = format!("<html><body><article><p>{DRONE}</p><p>{other}</p></article></body></html>");
    assert_eq!(
        marsad::events(&documents("a.html", html.as_bytes(), &Options::default()).0[0], &resources).len(),
        2,
        "without the phrase it would be told"
    );
}

#[test]
fn what_is_too_large_is_passed_over() {
    let options = Options { largest: 4000, ..Options::default() };
    let long = "قصف ".repeat(2000);
    let reason = "larger than 4000 bytes";
    let one = |name: &str, bytes: &[u8], good: &[&str]| {
        let (read, bad) = documents(name, bytes, &options);
        assert_eq!(names(&read), good, "{name}");
        assert!(bad.len() == 1 && bad[0].starts_with(name) && bad[0].contains(reason), "{bad:?}");
    };
    one("a.txt", long.as_bytes(), &[]);
    one("a.html", format!("<html><body><p>{long}").as_bytes(), &[]);
    one("a.jsonl", format!("{{\"text\": \"قصف\"}}\n{{\"text\": \"{long}\"}}\n{{\"text\": \"غارة\"}}\n").as_bytes(), &["a.jsonl#1", "a.jsonl#3"]);
    one("a.json", format!("[{{\"text\": \"{long}\"}}, {{\"text\": \"غارة\"}}]").as_bytes(), &["a.json#2"]);
    one(
        "a.warc",
        &[
            warc_record("resource", "Content-Type: text/plain\r\n", long.as_bytes()),
            warc_record("resource", "Content-Type: text/plain\r\n", "قصف".as_bytes()),
        ]
        .concat(),
        &["a.warc#2"],
    );
    // Where the end of a record cannot be found, reading stops.
    let endless = "قصف ".repeat(40_000);
    for (name, bytes) in [
        ("a.csv", format!("id,text\n1,غارة\n2,\"{endless}")),
        ("a.xml", format!("<rss><channel><item><title>غارة</title></item><item><title>{endless}")),
    ] {
        let (good, bad) = documents(name, bytes.as_bytes(), &options);
        assert_eq!(good.len(), 1);
        assert!(bad.len() == 1 && bad[0].contains("#2") && bad[0].contains("larger than the limit"), "{bad:?}");
    }
}

#[test]
fn bombs_and_towers_are_refused() {
    let options = Options::default();
    let zeros = vec![b' '; 48 << 20];
    let (good, bad) = documents("bomb.gz", &gzip(&zeros), &options);
    assert!(good.is_empty() && bad.len() == 1, "{bad:?}");
    let tower = format!("<html><body>{}{DRONE}{}</body></html>", "<div>".repeat(200_000), "</div>".repeat(200_000));
    assert!(documents("tower.html", tower.as_bytes(), &options).1[0].contains("nested deeper"));
    // Towers that hide from a look at the tags.
    for (before, storey) in [("", "<path/>"), ("<!-->", "<div>"), ("<SCRIPT></SCRIPT>", "<div>"), ("<div title='<!--'>", "<path>")] {
        let tower = format!("<html><body>{DRONE}{before}{}-->", storey.repeat(20_000));
        assert!(documents("tower.html", tower.as_bytes(), &options).1[0].contains("nested deeper"), "{before} {storey}");
    }
    let drawings = format!("<html><body><svg>{}</svg><p>{DRONE}</p></body></html>", "<path d='M0'/><g><use/></g>".repeat(1000));
    assert_eq!(documents("drawings.html", drawings.as_bytes(), &options).0.len(), 1);
    // As deep as is allowed, on the small stack of a test's thread.
    let high = format!("<html><body>{}<p>{}</p>{}</body></html>", "<div>".repeat(500), "قصفت الطائرات البلدة. ".repeat(40), "</div>".repeat(500));
    assert_eq!(documents("high.html", high.as_bytes(), &options).0.len(), 1);
    let copies = format!("<html><body>{}{}", (0..500).map(|i| format!("<font x={i}>")).collect::<String>(), "<p>قصف".repeat(50_000));
    assert!(documents("copies.html", copies.as_bytes(), &options).1[0].contains("never closed"));
    let deep = format!("[{{\"text\": {}}}]", "[".repeat(100_000) + &"]".repeat(100_000));
    assert!(documents("deep.json", deep.as_bytes(), &options).1[0].contains("recursion"));
}

#[test]
fn encodings_of_files_with_many_records_are_found() {
    let articles = articles();
    let legible: Vec<Article> = articles.into_iter().filter(|a| !encoding_rs::WINDOWS_1256.encode(&a.text()).2).collect();
    assert!(legible.len() >= 3);
    let rows = table(&legible, b';');
    let (legacy, _, _) = encoding_rs::WINDOWS_1256.encode(std::str::from_utf8(&rows).expect("UTF-8"));
    let (read, bad) = documents("a.csv", &legacy, &Options::default());
    assert_eq!((read.len(), bad.len()), (legible.len(), 0));
    assert_eq!(read[0].text, legible[0].text());
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(json_lines(&legible).encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(documents("a.jsonl", &wide, &Options::default()).0[0].text, legible[0].text());
    let page = page(&legible[0], 0).replace("utf-8", "windows-1256");
    let (legacy, _, _) = encoding_rs::WINDOWS_1256.encode(&page);
    assert!(documents("a.html", &legacy, &Options::default()).0[0].text.starts_with(&legible[0].title));
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    files.iter().for_each(|(name, bytes)| put(folder.path(), name, bytes));
    folder
}

const DRONE: &str = "قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي، ما أدى إلى مقتل شخصين.";

#[test]
fn a_folder_is_read_with_all_its_kinds() {
    let line = format!("{{\"text\": \"{DRONE}\"}}\n");
    let folder = folder(&[
        ("in/a.txt", DRONE.as_bytes()),
        ("in/deep/a.txt", DRONE.as_bytes()),
        ("in/b.jsonl", line.as_bytes()),
        ("in/page.html", format!("<html><body><p>{DRONE}</p></body></html>").as_bytes()),
        ("in/page_files/frame.html", format!("<html><body><p>{}</p></body></html>", DRONE.replace("هيمو", "جرنك")).as_bytes()),
        ("in/english.txt", b"Warplanes struck the edge of the town."),
        ("in/picture.png", b"\x89PNG\0"),
        ("in/metadata.csv", b"file,published\nb.jsonl,2023-10-06\n"),
        ("in/.hidden.txt", DRONE.as_bytes()),
    ]);
    let output = marsad(folder.path(), &["map", "in", "--metadata", "in/metadata.csv", "-o", "-", "--format", "geojson", "--no-link"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("1 documents in other languages") && said.contains("1 png"), "{said}");
    let mut from: Vec<String> =
        features(&output).iter().map(|f| f["properties"]["sources"][0]["document"].as_str().unwrap_or_default().to_string()).collect();
    from.sort();
    assert_eq!(from, ["b.jsonl#1", "in/a.txt", "in/deep/a.txt", "page.html"]);
    let dated = features(&output).iter().filter(|f| f["properties"]["date_start"] == "2023-10-05").count();
    assert_eq!(dated, 1);
    // Named itself, a table without texts is a problem.
    let output = marsad(folder.path(), &["map", "in/metadata.csv", "in/a.txt", "-o", "-", "--format", "geojson"]);
    assert_eq!((output.status.code(), features(&output).len()), (Some(1), 1));
    assert!(stderr(&output).contains("metadata.csv: a table without texts"), "{}", stderr(&output));
}

#[test]
fn fields_and_limits_are_options() {
    let row = json!({"when": "2023-10-06", "data": {"words": DRONE, "from": "وكالة"}, "text": "x"});
    let many: String = (0..30).map(|_| "{\"text\": }\n").collect();
    let folder =
        folder(&[("a.jsonl", format!("{row}\n").as_bytes()), ("broken.jsonl", many.as_bytes()), ("long.txt", DRONE.repeat(20_000).as_bytes())]);
    let arguments = [
        "map",
        "a.jsonl",
        "--text-field",
        "data.words",
        "--outlet-field",
        "data.from",
        "--published-field",
        "when",
        "-o",
        "-",
        "--format",
        "geojson",
    ];
    let event = &features(&marsad(folder.path(), &arguments))[0]["properties"];
    assert_eq!((&event["date_start"], &event["sources"][0]["outlet"]), (&"2023-10-05".into(), &"وكالة".into()));
    let output = marsad(folder.path(), &["map", "long.txt", "a.jsonl", "broken.jsonl", "--max-document", "1", "-o", "-", "--format", "geojson"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("long.txt: larger than 1048576 bytes") && said.contains("broken.jsonl: 20 more records"), "{said}");
}

#[test]
fn a_list_of_addresses_serves_as_metadata() {
    let folder = folder(&[
        ("a.html", format!("<html><head><link rel=canonical href=\"https://example.org/1\"></head><body><p>{DRONE}</p></body></html>").as_bytes()),
        ("list.csv", "stories_id,publish_date,title,url,media_name\n1,2023-10-06 10:00:00,قصف,https://example.org/1,وكالة\n".as_bytes()),
    ]);
    let output = marsad(folder.path(), &["map", "a.html", "--metadata", "list.csv", "-o", "-", "--format", "geojson"]);
    let event = &features(&output)[0]["properties"];
    assert_eq!((&event["date_start"], &event["sources"][0]["outlet"]), (&"2023-10-05".into(), &"وكالة".into()));
}

#[test]
fn pages_keep_their_text_alone() {
    for (i, article) in articles().iter().enumerate() {
        let page = document::page(&page(article, i)).expect("it has an article");
        assert_eq!(page.text, article.paragraphs.join("\n"));
        assert_eq!((page.title.as_ref(), page.outlet.as_ref(), page.url.as_ref()), (Some(&article.title), Some(&article.outlet), Some(&article.url)));
        assert_eq!(page.published.map(|d| d.to_string()), Some(article.day.clone()));
    }
}
