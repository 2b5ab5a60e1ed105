//! CSV and its kin: a record a row.

use super::fields::same;
use super::lines::Budget;
use super::record::Record;
use super::records::{Options, Origin, Step};
use super::unpack::Bytes;
use csv::StringRecord;

/// The records of a table; a record's number is that of its row, the head not counted.
pub fn rows(stream: Bytes, delimiter: u8, origin: Origin, options: Options) -> impl FnMut() -> Option<Step> + Send {
    let budget = Budget::new(stream, options.largest);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(budget);
    let mut head: Option<StringRecord> = None;
    let mut number = 0;
    let mut ended = false;
    move || {
        if ended {
            return None;
        }
        if head.is_none() {
            match reader.headers() {
                Ok(found) => head = Some(found.clone()),
                Err(e) => {
                    ended = true;
                    return Some(Err(origin.error(0, e)));
                }
            }
        }
        number += 1;
        reader.get_mut().renew(options.largest);
        let mut row = StringRecord::new();
        match reader.read_record(&mut row) {
            Ok(false) => {
                ended = true;
                None
            }
            Ok(true) => {
                let head = head.as_ref()?;
                let get = |name: &str| head.iter().position(|c| same(c, name)).and_then(|i| row.get(i)).map(str::to_string);
                Some(match options.fields.pick(get) {
                    Some(found) => Ok(Record::from_fields(origin.name(number), origin.place(number), found)),
                    None => Err(origin.error(number, "no text in this row")),
                })
            }
            Err(e) => {
                ended = matches!(e.kind(), csv::ErrorKind::Io(_));
                Some(Err(origin.error(number, e)))
            }
        }
    }
}
