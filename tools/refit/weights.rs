//! The file of weights: values by name, in the order of the file; comments stay when it is written.

use marsad::lexicon::Weights;
use serde_json::{Map, Value};
use std::error::Error;
use std::path::{Path, PathBuf};
use toml_edit::DocumentMut;

/// Name and value, in the order of the file.
pub type Values = Vec<(String, f64)>;

pub struct WeightFile {
    path: PathBuf,
    document: DocumentMut,
    values: Values,
}

impl WeightFile {
    pub fn read(path: &Path) -> Result<WeightFile, Box<dyn Error>> {
        let fail = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let text = std::fs::read_to_string(path).map_err(|e| fail(&e))?;
        let document: DocumentMut = text.parse().map_err(|e| fail(&e))?;
        let table = document.get("weights").and_then(|t| t.as_table()).ok_or_else(|| fail(&"there is no table [weights]"))?;
        let mut values = Values::new();
        for (name, item) in table {
            let value = item.as_float().or(item.as_integer().map(|n| n as f64)).ok_or_else(|| fail(&format!("{name} is no number")))?;
            values.push((name.to_string(), value));
        }
        compile(&values).map_err(|e| fail(&e))?;
        Ok(WeightFile { path: path.to_path_buf(), document, values })
    }

    pub fn weights(&self) -> Values {
        self.values.clone()
    }

    /// Write values that changed into the file; everything else stays as it stands.
    pub fn write(&mut self, values: &Values) -> Result<(), Box<dyn Error>> {
        for (name, _, to) in changes(&self.values, values) {
            if let Some(value) = self.document["weights"][&name].as_value_mut() {
                let around = value.decor().clone();
                *value = to.into();
                *value.decor_mut() = around;
            }
        }
        std::fs::write(&self.path, self.document.to_string()).map_err(|e| format!("{}: {e}", self.path.display()).into())
    }
}

/// The weights that the library takes.
pub fn compile(values: &Values) -> Result<Weights, serde_json::Error> {
    let fields: Map<String, Value> = values.iter().map(|(name, value)| (name.clone(), Value::from(*value))).collect();
    serde_json::from_value(Value::Object(fields))
}

/// Name, old and new value of what differs.
pub fn changes(from: &Values, to: &Values) -> Vec<(String, f64, f64)> {
    from.iter().zip(to).filter(|(a, b)| a.1 != b.1).map(|(a, b)| (a.0.clone(), a.1, b.1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.toml");
        std::fs::copy("lexicon/weights.toml", &path).unwrap();
        let before = std::fs::read_to_string(&path).unwrap();
        let mut file = WeightFile::read(&path).unwrap();
        let mut values = file.weights();
        assert_eq!(values[0].0, "join_same_clause");
        values[0].1 = 9.25;
        file.write(&values).unwrap();
        let after = std::fs::read_to_string(&path).unwrap();
        let differing: Vec<_> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
        assert_eq!((differing.len(), differing[0].1, before.lines().count()), (1, "join_same_clause = 9.25", after.lines().count()));
    }
}
