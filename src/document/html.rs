//! Saved pages to articles: the main text without menus, share buttons and links to other articles; and what the page says of itself.

use super::day::parse_day;
use dom_query::{Document as Dom, Selection};
use dom_smoothie::{Config, Readability, TextMode};
use jiff::civil::Date;

/// An article of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: Option<String>,
    /// Its text, a paragraph a line.
    pub text: String,
    /// The site's name.
    pub outlet: Option<String>,
    /// Its own address.
    pub url: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
}

/// Pages larger than this are not parsed: their tree would take ten times as much memory.
const LARGEST: usize = 16 << 20;

/// Browsers nest no deeper either.
const DEEPEST: usize = 512;

/// What is never part of an article.
const ASIDE: &str = "nav, aside, footer, form, button, select, noscript, iframe, svg, template, dialog, figcaption, [hidden], [aria-hidden=true], [role=navigation], \
    [role=complementary], [role=contentinfo]";

/// Parts of names that themes give to what stands around an article.
const ASIDE_NAMES: [&str; 28] = [
    "share",
    "sharing",
    "social",
    "related",
    "comment",
    "sidebar",
    "breadcrumb",
    "newsletter",
    "subscribe",
    "read-more",
    "readmore",
    "more-on",
    "also-read",
    "read-also",
    "most-read",
    "mostread",
    "trending",
    "ticker",
    "breaking",
    "menu",
    "navbar",
    "footer",
    "tags",
    "promo",
    "advert",
    "cookie",
    "recommend",
    "widget",
];

/// The article of a page, or why there is none.
pub fn page(html: &str) -> Result<Page, String> {
    let dom = parse(html, |html| Dom::from(html))?;
    let mut page = Page {
        title: attribute(&dom, "meta[property='og:title'], meta[name='twitter:title']", "content"),
        outlet: attribute(&dom, "meta[property='og:site_name'], meta[name='application-name']", "content"),
        url: attribute(&dom, "link[rel=canonical]", "href").or_else(|| attribute(&dom, "meta[property='og:url']", "content")),
        published: published(&dom),
        ..Page::default()
    };
    page.url = page.url.filter(|u| u.starts_with("http"));
    let fallback = tidy(&description(&dom));
    clean(&dom);
    let whole = tidy(&dom.select("body").formatted_text());
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::with_document(dom, None, Some(config)).and_then(|mut r| r.parse());
    match article {
        Ok(article) => {
            page.text = tidy(&article.text_content);
            page.title = page.title.or_else(|| Some(article.title.to_string())).filter(|t| !t.trim().is_empty());
            page.outlet = page.outlet.or_else(|| article.site_name.map(|s| s.to_string()));
            page.published = page.published.or_else(|| parse_day(&article.published_time?));
        }
        // A short post: the reader finds no article, but there is hardly anything else.
        Err(_) => page.text = whole,
    }
    if page.text.len() < fallback.len() / 2 {
        page.text = fallback;
    }
    match page.text.is_empty() {
        true => Err("a page without text".into()),
        false => Ok(page),
    }
}

/// Does a text hold HTML?
pub fn is_markup(text: &str) -> bool {
    let lower = || text.to_ascii_lowercase();
    text.contains('<') && ["</", "<br", "<p>", "<p ", "<img", "<hr"].iter().any(|tag| lower().contains(tag))
}

/// The text of a piece of HTML.
pub fn fragment(html: &str) -> Result<String, String> {
    let dom = parse(html, |html| Dom::fragment(html))?;
    dom.select("script, style").remove();
    clean(&dom);
    Ok(tidy(&dom.formatted_text()))
}

/// A title without the marks of HTML that feeds leave in it.
pub fn plain(title: &str) -> String {
    match title.contains(['<', '&']) {
        true => fragment(title).unwrap_or_else(|_| title.to_string()).replace('\n', " "),
        false => title.to_string(),
    }
}

/// Parse what cannot exhaust memory, time or stack.
fn parse(html: &str, tree: impl FnOnce(&str) -> Dom) -> Result<Dom, String> {
    if html.len() > LARGEST {
        return Err(format!("a page of {} bytes; those above {LARGEST} are not parsed", html.len()));
    }
    let too_deep = || format!("a page nested deeper than {DEEPEST} elements");
    match nesting(html) {
        None => return Err(too_deep()),
        Some(copies) if copies > MOST_COPIES => return Err("a page whose marks of bold, italics and links are never closed".into()),
        Some(_) => {}
    }
    // The tags can deceive; the tree does not, and building it takes no stack.
    let dom = tree(html);
    if depth(&dom) > DEEPEST + 8 { Err(too_deep()) } else { Ok(dom) }
}

/// How deep a tree is.
fn depth(dom: &Dom) -> usize {
    let (mut node, mut depth, mut deepest) = (dom.root(), 0usize, 0);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            deepest = deepest.max(depth);
            continue;
        }
        loop {
            if depth == 0 {
                return deepest;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return deepest };
            node = parent;
            depth -= 1;
        }
    }
}

/// Elements that have no end, or whose end may be left out, or that end themselves in drawings.
const UNENDED: [&str; 42] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td",
    "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html", "head", "body", "path", "g", "use", "circle", "rect", "line",
    "polygon", "polyline", "ellipse", "stop", "animate", "image",
];

/// Elements that a parser opens again in each later paragraph while they are not closed.
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// A parser makes at most so many elements that do not stand in the page.
const MOST_COPIES: usize = 4 << 20;

/// How many elements a parser may open again; `None` if the page is nested too deep. An estimate from the tags alone.
fn nesting(html: &str) -> Option<usize> {
    let (mut depth, mut formatting, mut copies) = (0usize, 0usize, 0usize);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            rest = rest[1..].find("-->").map_or("", |i| &rest[i + 1..]);
            continue;
        }
        let (closing, named) = rest.strip_prefix('/').map_or((false, rest), |r| (true, r));
        let end = named.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(named.len());
        let name = named[..end].to_ascii_lowercase();
        if name.is_empty() {
            continue;
        }
        if !closing {
            copies += formatting;
        }
        if UNENDED.contains(&name.as_str()) {
            continue;
        }
        if FORMATTING.contains(&name.as_str()) {
            formatting = if closing { formatting.saturating_sub(1) } else { formatting + 1 };
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else if matches!(name.as_str(), "script" | "style") {
            rest = behind_raw_text(named, &name);
        } else {
            depth += 1;
            if depth > DEEPEST {
                return None;
            }
        }
    }
    Some(copies)
}

/// Past the text of a script or style, in which `<` begins no element.
fn behind_raw_text<'t>(text: &'t str, name: &str) -> &'t str {
    let ends = text.match_indices("</").map(|(i, _)| &text[i + 2..]);
    let mut ends = ends.filter(|rest| rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)));
    ends.next().unwrap_or("")
}

fn attribute(dom: &Dom, selector: &str, name: &str) -> Option<String> {
    let found = dom.select(selector);
    found.iter().find_map(|e| e.attr(name).map(|v| v.trim().to_string()).filter(|v| !v.is_empty()))
}

/// The day that the page gives as that of its publication: in linked data, in its head, or in the text's first `time`.
fn published(dom: &Dom) -> Option<Date> {
    const METAS: &str = "meta[property='article:published_time'], meta[itemprop=datePublished], meta[name='article:published_time'], meta[name=pubdate], meta[name=publishdate], \
        meta[name='publish-date'], meta[name=date], meta[name='dc.date'], meta[name='DC.date.issued'], meta[name='sailthru.date'], meta[name='parsely-pub-date']";
    linked(dom, "datePublished").and_then(|stamp| parse_day(&stamp)).or_else(|| parse_day(&attribute(dom, METAS, "content")?)).or_else(|| {
        parse_day(&attribute(dom, "[itemprop=datePublished][datetime], article time[datetime], main time[datetime], time[datetime]", "datetime")?)
    })
}

/// What the page's linked data give as text.
fn description(dom: &Dom) -> String {
    linked(dom, "articleBody").map(|text| if is_markup(&text) { fragment(&text).unwrap_or_default() } else { text }).unwrap_or_default()
}

/// A text field of the page's linked data (JSON-LD): of the object itself, of a list, or of `@graph`.
fn linked(dom: &Dom, field: &str) -> Option<String> {
    dom.select("script[type='application/ld+json']").iter().find_map(|script| {
        let value: serde_json::Value = serde_json::from_str(&script.text()).ok()?;
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::Array(all) => open.extend(all.iter().rev()),
                serde_json::Value::Object(object) => {
                    if let Some(text) = object.get(field).and_then(serde_json::Value::as_str) {
                        return Some(text.to_string());
                    }
                    open.extend(object.get("@graph"));
                }
                _ => {}
            }
        }
        None
    })
}

/// Take away what stands around an article. Nothing that holds most of the page's text goes.
fn clean(dom: &Dom) {
    dom.select(ASIDE).remove();
    let all = letters(&dom.select("body").text()).max(letters(&dom.text()));
    let part = |e: &Selection| letters(&e.text()) * 2 <= all;
    for element in dom.select("[class], [id]").iter() {
        let kept = element.is("html, body, main, article");
        if !kept && names_aside(&element) && part(&element) {
            element.remove();
        }
    }
    for element in dom.select("ul, ol, td, div, section, p, h2, h3, h4").iter() {
        if part(&element) && only_links(&element) {
            element.remove();
        }
    }
}

fn names_aside(element: &Selection) -> bool {
    let names = format!("{} {}", element.attr("class").unwrap_or_default(), element.attr("id").unwrap_or_default()).to_ascii_lowercase();
    names.split_ascii_whitespace().any(|name| ASIDE_NAMES.iter().any(|aside| name.contains(aside)))
}

/// Nothing but links to other pages: menus, lists of articles, "read also". Links of hashtags are the text of posts.
fn only_links(element: &Selection) -> bool {
    let links = element.select("a");
    let linked: usize = links.iter().filter(|a| !a.text().trim_start().starts_with(['#', '@'])).map(|a| letters(&a.text())).sum();
    linked > 0 && linked * 10 >= letters(&element.text()) * 9
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A paragraph a line, without blanks around it.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
