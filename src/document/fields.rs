//! Which fields of a table or of JSON objects hold the text, the title, the address, the outlet and the day.

use serde_json::{Map, Value};

/// Names of fields, the most telling first. A dot leads into an inner object: `source.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The text.
    pub text: Vec<String>,
    /// The title; it becomes the first line of the text.
    pub title: Vec<String>,
    /// The address.
    pub url: Vec<String>,
    /// Who published it.
    pub outlet: Vec<String>,
    /// When.
    pub published: Vec<String>,
}

impl Default for Fields {
    /// The names that news APIs, crawlers, feeds and monitoring tools use.
    fn default() -> Fields {
        let list = |names: &[&str]| names.iter().map(|n| (*n).to_string()).collect();
        Fields {
            text: list(&[
                "text",
                "full_text",
                "fulltext",
                "maintext",
                "article_text",
                "body",
                "articleBody",
                "article_body",
                "content",
                "content_text",
                "content_html",
                "article",
                "plain_text",
                "raw_text",
                "message",
                "post",
                "tweet",
                "description",
                "summary",
                "النص",
                "نص",
                "المحتوى",
                "الخبر",
            ]),
            title: list(&["title", "headline", "العنوان", "عنوان"]),
            url: list(&["url", "link", "permalink", "canonical_url", "canonicalUrl", "article_url", "source_url", "الرابط", "رابط"]),
            outlet: list(&[
                "outlet",
                "source",
                "publisher",
                "site_name",
                "site",
                "media_name",
                "source_name",
                "source_domain",
                "domain",
                "channel",
                "provider",
                "المصدر",
                "الوسيلة",
            ]),
            published: list(&[
                "published",
                "published_at",
                "publishedAt",
                "publish_date",
                "publication_date",
                "date_published",
                "datePublished",
                "published_date",
                "publishedDate",
                "date_publish",
                "pub_date",
                "pubDate",
                "pubdate",
                "date",
                "created_at",
                "createdAt",
                "timestamp",
                "datetime",
                "time",
                "التاريخ",
                "تاريخ النشر",
            ]),
        }
    }
}

/// What a record says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The text.
    pub text: String,
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The stamp of its publication.
    pub published: Option<String>,
}

impl Fields {
    /// Is one of these columns one of texts?
    pub fn names_text(&self, columns: &[String]) -> bool {
        self.text.iter().any(|name| columns.iter().any(|c| same(c, name)))
    }

    /// Pick a record's fields; `None` if it has no text. `get` gives the value of a name.
    pub fn pick(&self, get: impl Fn(&str) -> Option<String>) -> Option<Found> {
        let first = |names: &[String]| names.iter().find_map(|n| get(n).map(|v| v.trim().to_string()).filter(|v| !v.is_empty()));
        Some(Found {
            text: first(&self.text)?,
            title: first(&self.title),
            url: first(&self.url),
            outlet: first(&self.outlet),
            published: first(&self.published),
        })
    }

    /// Pick the fields of a JSON object.
    pub fn pick_json(&self, object: &Map<String, Value>) -> Option<Found> {
        self.pick(|name| {
            let value = object.get(name).or_else(|| {
                let mut parts = name.split('.');
                let first = object.get(parts.next()?)?;
                parts.try_fold(first, |value, part| value.get(part))
            })?;
            text_of(value)
        })
    }
}

/// Column names differ in case and blanks.
pub fn same(column: &str, name: &str) -> bool {
    column.trim().trim_start_matches('\u{FEFF}').to_lowercase() == name.to_lowercase()
}

/// A JSON value as text: lists of pieces in a row, of objects what they hold as text or name.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Object(o) => ["text", "name", "title", "domain"].iter().find_map(|k| o.get(*k)?.as_str()).map(str::to_string),
        Value::Array(all) => Some(all.iter().filter_map(|v| if v.is_array() { None } else { text_of(v) }).collect()),
        Value::Null | Value::Bool(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_names_are_known() {
        let object = serde_json::json!({"source": {"id": null, "name": "وكالة"}, "title": "قصف", "description": "مختصر", "url": "https://x", "publishedAt": "2024-02-13T01:00:00Z", "content": "نص"});
        let found = Fields::default().pick_json(object.as_object().unwrap()).unwrap();
        assert_eq!((found.text.as_str(), found.outlet.as_deref(), found.published.as_deref()), ("نص", Some("وكالة"), Some("2024-02-13T01:00:00Z")));
        assert_eq!(Fields::default().pick_json(serde_json::json!({"text": " ", "id": 1}).as_object().unwrap()), None);
    }

    #[test]
    fn fields_can_be_named_and_lie_inside() {
        let fields = Fields { text: vec!["data.words".into()], ..Fields::default() };
        let object = serde_json::json!({"text": "no", "data": {"words": ["قصف ", {"type": "hashtag", "text": "#حلب"}]}});
        assert_eq!(fields.pick_json(object.as_object().unwrap()).unwrap().text, "قصف #حلب");
    }
}
