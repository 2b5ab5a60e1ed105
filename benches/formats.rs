//! Time and size of each format for many events: `cargo bench --bench formats -- FOLDER [EVENTS]` writes the layers into a folder and prints one
//! line for each: format, seconds, bytes. scripts/formats_table.sh sets ogr2ogr beside them.

use marsad::event::{Class, DatePrecision, Event, Evidence, GeoPrecision, Method, Relation, Source};
use marsad::write::{Format, Part, Unresolved};
use std::path::PathBuf;
use std::time::Instant;

/// An event as the pipeline makes them: one to three sources, eight pieces of evidence, one in fifty without a point.
fn event(i: usize) -> Event {
    let place = ["الميادين", "منبج", "خان يونس", "الحديدة", "النبطية", "أريحا", "القامشلي"][i % 7];
    let quote =
        format!("قصفت طائرات حربية فجر اليوم أطراف مدينة {place}، ما أدى إلى مقتل {} أشخاص وإصابة آخرين بجروح متفاوتة، بحسب مصادر محلية.", i % 17);
    let day = jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days((i / 60) as i64)).to_string();
    let source = |n: usize| Source {
        document: format!("agency-{n}-{i}.txt"),
        url: Some(format!("https://example.org/{n}/{i}")),
        outlet: Some(format!("Agency {n}")),
        published: Some(day.clone()),
        quote: quote.clone(),
        start: 55,
        end: 55 + quote.chars().count(),
        ..Source::default()
    };
    let evidence = |n: usize| Evidence {
        field: ["class", "place", "date", "perpetrators", "targets", "weapons", "killed", "injured"][n].into(),
        document: format!("agency-0-{i}.txt"),
        start: 60 + n,
        end: 80 + n,
        text: place.into(),
        rule: "trigger:strike-verb".into(),
    };
    Event {
        event_id: format!("m{i:012x}"),
        class: if i.is_multiple_of(3) { Class::Attack } else { Class::Strike },
        method: Method::ALL[i % Method::ALL.len()],
        date_start: Some(day.clone()),
        date_end: Some(day.clone()),
        date_precision: Some(DatePrecision::Day),
        time_of_day: Some("dawn".into()),
        place_id: Some(format!("sy-{}", i % 997)),
        place_ar: Some(format!("أطراف مدينة {place}")),
        place_en: Some("Mayadin".into()),
        admin1: Some("Deir ez-Zor Governorate".into()),
        country: Some("SY".into()),
        geo_precision: Some(GeoPrecision::Area),
        radius_km: Some(8.0),
        relation: Some(Relation::Near),
        coord_basis: Some("gazetteer".into()),
        perpetrators: vec!["us".into(), "coalition".into()],
        targets: vec!["iran-backed-militias".into()],
        weapons: vec!["warplane".into()],
        killed_min: Some((i % 17) as u32),
        killed_max: (!i.is_multiple_of(4)).then_some((i % 17) as u32),
        confidence: 0.94,
        summary_ar: format!("غارة جوية - أطراف مدينة {place} - {day}"),
        summary_en: format!("Air strike by us, coalition on iran-backed-militias near Mayadin on {day}: {} killed", i % 17),
        acled_event_type: "Explosions/Remote violence".into(),
        acled_sub_event_type: "Air/drone strike".into(),
        acled_geo_precision: Some(2),
        acled_time_precision: Some(1),
        ucdp_where_prec: Some(2),
        ucdp_date_prec: Some(1),
        source_count: 1 + i % 3,
        sources: (0..1 + i % 3).map(source).collect(),
        evidence: (0..8).map(evidence).collect(),
        point: (!i.is_multiple_of(50)).then_some([34.0 + (i % 9973) as f64 * 1e-3, 30.0 + (i % 7919) as f64 * 1e-3]),
        ..Event::blank()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let Some(folder) = arguments.first().map(PathBuf::from) else {
        println!("formats: name a folder to write to: cargo bench --bench formats -- FOLDER");
        return Ok(());
    };
    let count = arguments.get(1).map_or(Ok(100_000), |n| n.parse())?;
    std::fs::create_dir_all(&folder)?;
    let events: Vec<Event> = (0..count).map(event).collect();
    for format in Format::ALL.into_iter().chain(Format::SCHEMAS) {
        let path = folder.join(format.file_name());
        let begin = Instant::now();
        format.save(&events, &Unresolved::default(), Part::create(&path)?)?;
        println!("{} {:.2} {}", format.name(), begin.elapsed().as_secs_f64(), std::fs::metadata(&path)?.len());
    }
    Ok(())
}
