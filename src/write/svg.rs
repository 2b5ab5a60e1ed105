//! SVG: a small still map for a page or a README. No tiles and no scripts; it opens in any browser.
//!
//! Events are circles, coloured by class and sized by deaths; a pale disc shows how far the true place may lie. Labels that would cover
//! another are left out.

use crate::event::{Class, Event, Outcome};
use crate::spill::Events;
use std::fmt::Write as _;
use std::io::{self, Write};

const WIDTH: f64 = 1000.0;
const HEADER: f64 = 62.0;
const FOOTER: f64 = 46.0;
const SIDE: f64 = 16.0;
const LABEL: f64 = 14.0;
const KM_PER_DEGREE: f64 = 111.32;
const FONTS: &str = "'Noto Naskh Arabic','Noto Sans Arabic','Segoe UI',Tahoma,'DejaVu Sans',sans-serif";

/// Write a map of the events.
pub fn write(events: &dyn Events, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(map(&super::without_words(events)?).as_bytes())
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Area {
        Area { left: x - half_width, top: y - half_height, right: x + half_width, bottom: y + half_height }
    }

    fn meets(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn holds(&self, other: &Area) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }
}

/// Equirectangular, true to scale at the middle latitude.
struct Projection {
    west: f64,
    north: f64,
    /// Pixels of one degree of latitude, and of longitude.
    scale: [f64; 2],
    frame: Area,
}

impl Projection {
    /// The smallest map that shows all points with a margin.
    fn fit(points: &[[f64; 2]]) -> Projection {
        let range = |axis: usize| {
            let values = points.iter().map(|p| p[axis]);
            (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
        };
        // Without any point: the region that the gazetteer is about.
        let ((west, east), (south, north)) = if points.is_empty() { ((34.0, 48.0), (29.0, 38.0)) } else { (range(0), range(1)) };
        let middle = [(west + east) / 2.0, (south + north) / 2.0];
        let shrink = middle[1].to_radians().cos().max(0.05);
        let mut height = ((north - south) * 1.25).max(1.0);
        let mut width = ((east - west) * shrink * 1.25).max(1.0);
        width = width.max(height * 1.2);
        height = height.max(width / 1.9);
        let scale = (WIDTH - 2.0 * SIDE) / width;
        let frame = Area { left: SIDE, top: HEADER, right: WIDTH - SIDE, bottom: HEADER + height * scale };
        Projection { west: middle[0] - width / shrink / 2.0, north: middle[1] + height / 2.0, scale: [scale, scale * shrink], frame }
    }

    fn at(&self, [lon, lat]: [f64; 2]) -> (f64, f64) {
        (self.frame.left + (lon - self.west) * self.scale[1], self.frame.top + (self.north - lat) * self.scale[0])
    }

    fn pixels(&self, km: f64) -> f64 {
        km / KM_PER_DEGREE * self.scale[0]
    }
}

/// An event with its place on the sheet.
struct Dot<'e> {
    event: &'e Event,
    x: f64,
    y: f64,
    radius: f64,
}

fn map(events: &[Event]) -> String {
    let placed: Vec<(&Event, [f64; 2])> = events.iter().filter_map(|e| e.point.filter(|p| p.iter().all(|n| n.is_finite())).map(|p| (e, p))).collect();
    let points: Vec<[f64; 2]> = placed.iter().map(|p| p.1).collect();
    let projection = Projection::fit(&points);
    let mut dots: Vec<Dot<'_>> = placed
        .iter()
        .map(|&(event, point)| {
            let (x, y) = projection.at(point);
            Dot { event, x, y, radius: radius(event.killed_max.or(event.killed_min)) }
        })
        .collect();
    // Small ones on top.
    dots.sort_by(|a, b| b.radius.total_cmp(&a.radius));
    let height = projection.frame.bottom + FOOTER;
    let mut svg = String::new();
    let s = &mut svg;
    let _ = writeln!(
        s,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0}" viewBox="0 0 {WIDTH} {height:.0}" font-family="{FONTS}" role="img">"#
    );
    let (title, counts) = heading(events, placed.len());
    let _ = writeln!(s, "<title>{title}. {counts}</title>");
    s.push_str(STYLE);
    let _ = writeln!(s, r#"<rect width="100%" height="100%" class="paper"/>"#);
    let _ = writeln!(s, r#"<text x="{SIDE}" y="28" font-size="20" font-weight="bold">{title}</text>"#);
    let _ = writeln!(s, r#"<text x="{SIDE}" y="49" font-size="14" class="quiet">{counts}</text>"#);
    graticule(s, &projection);
    let _ = writeln!(s, r##"<g clip-path="url(#frame)">"##);
    for dot in &dots {
        let reach = projection.pixels(dot.event.radius_km.unwrap_or(0.0));
        if reach.is_finite() && reach > dot.radius {
            let _ = writeln!(s, r#"<circle cx="{:.1}" cy="{:.1}" r="{reach:.1}" class="reach {}"/>"#, dot.x, dot.y, dot.event.class);
        }
    }
    for dot in &dots {
        let missed = if dot.event.outcome == Outcome::Hit { "" } else { " missed" };
        let told = escape(&dot.event.summary_en);
        let (x, y, r, class) = (dot.x, dot.y, dot.radius, dot.event.class);
        let _ = writeln!(s, r#"<circle cx="{x:.1}" cy="{y:.1}" r="{r:.1}" class="event {class}{missed}"><title>{told}</title></circle>"#);
    }
    s.push_str("</g>\n");
    labels(s, &dots, &projection.frame);
    legend(s, &projection, &dots);
    s.push_str("</svg>\n");
    svg
}

const STYLE: &str = "<style>\
text{fill:#222}.quiet{fill:#666}.paper{fill:#fbfaf7}.sea{fill:#f1efe8;stroke:#bbb}.grid{stroke:#dcd8cc;stroke-width:1}\
.strike{fill:#c0392b;stroke:#c0392b}.attack{fill:#1f5f99;stroke:#1f5f99}\
.event{fill-opacity:.72;stroke:#fff;stroke-width:1}.event.missed{fill-opacity:.12;stroke-width:1.5;stroke-dasharray:3 2}\
.event.missed.strike{stroke:#c0392b}.event.missed.attack{stroke:#1f5f99}\
.reach{fill-opacity:.07;stroke-opacity:.25;stroke-width:.7}\
.halo{stroke:#fbfaf7;stroke-width:3;stroke-linejoin:round}.halo,.label{text-anchor:middle;direction:rtl}\
</style>\n";

/// Title and the line of counts below it.
fn heading(events: &[Event], placed: usize) -> (String, String) {
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let first = events.iter().filter_map(|e| e.date_start.as_deref()).min();
    let last = events.iter().filter_map(|e| e.date_end.as_deref().or(e.date_start.as_deref())).max();
    let days = match (first, last) {
        (Some(a), Some(b)) if a == b => format!(", {}", escape(a)),
        (Some(a), Some(b)) => format!(", {} to {}", escape(a), escape(b)),
        _ => String::new(),
    };
    let strikes = events.iter().filter(|e| e.class == Class::Strike).count();
    let mut counts = format!("{}, {}", count(strikes, "strike"), count(events.len() - strikes, "attack"));
    if placed < events.len() {
        let _ = write!(counts, "; {} not on the map", events.len() - placed);
    }
    (format!("{}{days}", count(events.len(), "event")), counts)
}

/// The area of a circle grows with the deaths.
fn radius(killed: Option<u32>) -> f64 {
    (5.0 + 1.7 * f64::from(killed.unwrap_or(0)).sqrt()).min(26.0)
}

/// The largest of the round steps of which `span` holds no more than `most`.
fn step(span: f64, most: f64, steps: &[f64]) -> f64 {
    steps.iter().copied().find(|s| span / s <= most).unwrap_or(steps[steps.len() - 1])
}

fn graticule(s: &mut String, projection: &Projection) {
    let Area { left, top, right, bottom } = projection.frame;
    let (width, height) = (right - left, bottom - top);
    let _ = writeln!(s, r#"<clipPath id="frame"><rect x="{left}" y="{top}" width="{width:.1}" height="{height:.1}"/></clipPath>"#);
    let _ = writeln!(s, r#"<rect x="{left}" y="{top}" width="{width:.1}" height="{height:.1}" class="sea"/>"#);
    let degrees = [width / projection.scale[1], height / projection.scale[0]];
    let each = step(degrees[0].max(degrees[1]), 9.0, &[0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0]);
    let south = projection.north - degrees[1];
    let lines = |from: f64, span: f64| {
        let first = (from / each).ceil() as i64;
        (first..=((from + span) / each).floor() as i64).map(move |i| i as f64 * each)
    };
    let decimals = usize::from(each < 1.0);
    for lon in lines(projection.west, degrees[0]) {
        let (x, _) = projection.at([lon, south]);
        let side = if lon < 0.0 { "W" } else { "E" };
        let _ = writeln!(s, r#"<path d="M{x:.1} {top:.1}V{bottom:.1}" class="grid"/>"#);
        if x > left + 30.0 && x < right - 20.0 {
            let (y, lon) = (bottom - 5.0, lon.abs());
            let _ = writeln!(s, r#"<text x="{x:.1}" y="{y:.1}" font-size="10" text-anchor="middle" class="quiet">{lon:.decimals$}°{side}</text>"#);
        }
    }
    for lat in lines(south, degrees[1]) {
        let (_, y) = projection.at([projection.west, lat]);
        let side = if lat < 0.0 { "S" } else { "N" };
        let _ = writeln!(s, r#"<path d="M{left:.1} {y:.1}H{right:.1}" class="grid"/>"#);
        if y > top + 12.0 && y < bottom - 14.0 {
            let (x, y, lat) = (left + 4.0, y - 3.0, lat.abs());
            let _ = writeln!(s, r#"<text x="{x:.1}" y="{y:.1}" font-size="10" class="quiet">{lat:.decimals$}°{side}</text>"#);
        }
    }
}

/// The name of each place once, beside its circle, where it covers no circle and no other name; the deadliest first.
fn labels(s: &mut String, dots: &[Dot<'_>], frame: &Area) {
    let circles: Vec<Area> = dots.iter().map(|d| Area::around(d.x, d.y, d.radius, d.radius)).collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut named: Vec<(String, f64, f64)> = Vec::new();
    for (i, dot) in dots.iter().enumerate() {
        let name = short(dot.event.place_ar.as_deref().unwrap_or(""));
        if name.is_empty() || named.iter().any(|(n, x, y)| *n == name && (x - dot.x).abs() < 2.0 && (y - dot.y).abs() < 2.0) {
            continue;
        }
        let (half_width, half_height) = (text_width(&name) / 2.0, LABEL * 0.6);
        let (aside, above) = (dot.radius + 4.0 + half_width, dot.radius + 2.0 + half_height);
        let around = [
            (aside, 0.0),
            (-aside, 0.0),
            (0.0, -above),
            (0.0, above),
            (aside * 0.8, -above),
            (-aside * 0.8, -above),
            (aside * 0.8, above),
            (-aside * 0.8, above),
        ];
        let free = |area: &Area| {
            let clear = circles.iter().enumerate().all(|(j, c)| j == i || !c.meets(area));
            frame.holds(area) && clear && !taken.iter().any(|t| t.meets(area))
        };
        let found = around.into_iter().map(|(dx, dy)| (dot.x + dx, dot.y + dy)).find(|&(x, y)| free(&Area::around(x, y, half_width, half_height)));
        if let Some((x, y)) = found {
            taken.push(Area::around(x, y, half_width, half_height));
            // Anchored in the middle, so that it stands right whichever way a viewer lays the line.
            // The halo is a text of its own: not every viewer knows paint-order.
            let (y, text) = (y + LABEL * 0.35, escape(&name));
            for class in ["halo", "label"] {
                let _ = writeln!(s, r#"<text x="{x:.1}" y="{y:.1}" font-size="{LABEL}" class="{class}" direction="rtl">{text}</text>"#);
            }
            named.push((name, dot.x, dot.y));
        }
    }
}

/// A name in one short line, without characters that steer the direction of the text.
fn short(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || c == '_').filter(|w| !w.is_empty()).collect();
    let line: String = words.join(" ").chars().filter(|&c| !steers(c) && c != 'ـ' && c != '#').collect();
    let line = line.trim();
    match line.char_indices().nth(32) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_string(),
    }
}

fn steers(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}')
}

/// About how wide a viewer will set it.
fn text_width(text: &str) -> f64 {
    let marks = |c: &char| !matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}');
    text.chars().filter(marks).count() as f64 * LABEL * 0.48 + 4.0
}

fn legend(s: &mut String, projection: &Projection, dots: &[Dot<'_>]) {
    let y = projection.frame.bottom + FOOTER / 2.0;
    let mut x = SIDE + 10.0;
    let mut entry = |circle: &str, r: f64, text: &str| {
        let _ = writeln!(s, r#"<circle cx="{:.1}" cy="{y:.1}" r="{r:.1}" class="{circle}"/>"#, x + r);
        let _ = writeln!(s, r#"<text x="{:.1}" y="{:.1}" font-size="12">{text}</text>"#, x + 2.0 * r + 6.0, y + 4.0);
        x += 2.0 * r + 24.0 + text.chars().count() as f64 * 6.5;
    };
    entry("event strike", 7.0, "strike (a state)");
    entry("event attack", 7.0, "attack (a group)");
    entry("event missed strike", 7.0, "shot down or failed");
    if dots.iter().any(|d| d.event.killed_max.is_some_and(|k| k > 0)) {
        entry("event", radius(Some(1)), "1 killed");
        entry("event", radius(Some(25)), "25");
    }
    entry("reach strike", 12.0, "may lie within");
    // A bar of a round number of kilometres, at least a ninth of the width.
    let wide = (projection.frame.right - projection.frame.left) / projection.pixels(1.0);
    let km = step(wide, 9.0, &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0]);
    let (to, y) = (projection.frame.right, y + 4.0);
    let from = to - projection.pixels(km);
    let _ = writeln!(s, r##"<path d="M{from:.1} {:.1}v5H{to:.1}v-5" fill="none" stroke="#666"/>"##, y - 2.0);
    let _ = writeln!(s, r#"<text x="{to:.1}" y="{:.1}" font-size="12" text-anchor="end" class="quiet">{km:.0} km</text>"#, y - 6.0);
}

/// Text for the inside of an element or attribute; characters that XML does not know are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() || steers(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(place: &str, point: Option<[f64; 2]>) -> Event {
        Event { place_ar: Some(place.into()), summary_en: format!("Strike in {place}"), point, ..Event::blank() }
    }

    #[test]
    fn hostile_text_is_escaped() {
        let svg = map(&[event("</text><script>alert('&\u{0}\u{202E}')</script>", Some([40.0, 35.0]))]);
        assert!(!svg.contains("<script"));
        assert!(svg.contains("&lt;script&gt;alert(&#39;&amp;&#39;)"), "{svg}");
        assert!(!svg.contains('\u{0}') && !svg.contains('\u{202E}'));
    }

    #[test]
    fn no_events_make_an_empty_map() {
        let svg = map(&[]);
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("0 events") && !svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn every_placed_event_is_a_circle_inside_the_frame() {
        let events = [event("حلب", Some([37.16, 36.2])), event("صنعاء", Some([44.2, 15.35])), event("?", None), event("؟", Some([f64::NAN, 1.0]))];
        let svg = map(&events);
        assert_eq!(svg.matches("<title>Strike in").count(), 2);
        assert!(svg.contains("4 events") && svg.contains("2 not on the map") && !svg.contains("NaN"));
        let points = [[37.16, 36.2], [44.2, 15.35]];
        let projection = Projection::fit(&points);
        for p in points {
            let (x, y) = projection.at(p);
            assert!(projection.frame.holds(&Area::around(x, y, 1.0, 1.0)));
        }
    }

    #[test]
    fn one_point_and_far_points_fit() {
        for points in [vec![[40.0, 35.0]], vec![[-179.0, -89.0], [179.0, 89.0]], vec![[40.0, 35.0]; 3]] {
            let events: Vec<Event> = points.iter().map(|&p| event("دير الزور", Some(p))).collect();
            let svg = map(&events);
            assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
    }

    #[test]
    fn a_name_is_written_once_for_a_place() {
        let svg = map(&[event("الميادين", Some([40.45, 35.02])), event("الميادين", Some([40.45, 35.02]))]);
        assert_eq!(svg.matches(r#"class="label""#).count(), 1);
    }

    #[test]
    fn names_do_not_cover_each_other() {
        let events: Vec<Event> = (0..40).map(|i| event(&format!("قرية رقم {i}"), Some([40.0 + f64::from(i) * 0.001, 35.0]))).collect();
        let named = map(&events).matches(r#"class="label""#).count();
        assert!((1..8).contains(&named), "{named}");
    }

    #[test]
    fn names_are_made_short() {
        assert_eq!(short("#دير_الزور\n الشرقي"), "دير الزور الشرقي");
        assert_eq!(short(&"قرية ".repeat(20)).chars().count(), 33);
    }
}
