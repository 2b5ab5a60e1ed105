//! From a word in natural spelling to the forms that stand in texts, folded.
//!
//! Forms carry no article (texts are matched with and without it) and no proclitics (و ف ب ل ك are stripped from texts); the س of the future
//! and the suffixed pronouns are made here.

use crate::text::fold_str;

/// Grammatical number of a form, where it tells how many (`قتيلان` = 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Number {
    /// Not told by the form.
    #[default]
    Unmarked,
    /// Two.
    Dual,
    /// Several.
    Plural,
}

/// Tense of a verb form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tense {
    /// Not a verb.
    #[default]
    None,
    /// Happened.
    Past,
    /// Happens; in headlines: happened.
    Present,
    /// Will happen.
    Future,
}

/// One form: its words, folded, and what it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The words.
    pub text: String,
    /// Match the article as written.
    pub exact: bool,
    /// See [`Number`].
    pub number: Number,
    /// See [`Tense`].
    pub tense: Tense,
    /// It ends in a pronoun.
    pub suffixed: bool,
    /// It is an adjective.
    pub adjective: bool,
}

const SUFFIXES: [&str; 9] = ["ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي"];
const OBJECTS: [&str; 6] = ["ه", "ها", "هم", "هن", "هما", "نا"];

struct Forms(Vec<Form>);

impl Forms {
    fn add(&mut self, text: String, number: Number, tense: Tense, suffixed: bool) {
        self.0.push(Form { text, exact: false, number, tense, suffixed, adjective: false });
    }
}

/// Without the article, where a word of at least two letters is left.
pub(super) fn bare(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() >= 2 && !KEEPS_ARTICLE.contains(&word) => rest,
        _ => word,
    }
}

/// Words whose ال is no article.
const KEEPS_ARTICLE: [&str; 10] = ["الله", "الي", "الا", "الان", "التي", "الذي", "الذين", "الف", "الاف", "الاول"];

/// A phrase as it stands, articles left out.
pub(super) fn phrase(raw: &str) -> Vec<Form> {
    // «ألفي» folds to الفي, but its first letters are no article.
    let folded: Vec<(String, bool)> = raw.split_whitespace().map(|w| (fold_str(w), w.starts_with("ال"))).collect();
    let mut words: Vec<&str> = folded.iter().map(|(w, article)| if *article { bare(w) } else { w }).collect();
    // «التابعة لـ»: the preposition is a clitic of what follows.
    if words.len() > 1 && matches!(words.last(), Some(&("ل" | "ب"))) {
        words.pop();
    }
    vec![plain(words.join(" "), false)]
}

/// A phrase as it stands, articles and all.
pub(super) fn exact(raw: &str) -> Vec<Form> {
    vec![plain(fold_str(raw), true)]
}

fn plain(text: String, exact: bool) -> Form {
    Form { text, exact, number: Number::Unmarked, tense: Tense::None, suffixed: false, adjective: false }
}

/// Noun: the first word is inflected, the rest stands.
pub(super) fn noun(raw: &str) -> Vec<Form> {
    let folded = phrase(raw).remove(0).text;
    let (head, rest) = match folded.split_once(' ') {
        Some((head, rest)) => (head, format!(" {rest}")),
        None => (folded.as_str(), String::new()),
    };
    let feminine = raw.split_whitespace().next().is_some_and(|w| w.ends_with('ة'));
    let mut forms = Forms(Vec::new());
    let number = if head.ends_with("ات") { Number::Plural } else { Number::Unmarked };
    forms.add(format!("{head}{rest}"), number, Tense::None, false);
    let stem = if feminine { format!("{}ت", &head[..head.len() - "ه".len()]) } else { head.to_string() };
    if !feminine && !head.ends_with('ا') && !head.ends_with("ان") {
        forms.add(format!("{head}ا{rest}"), number, Tense::None, false);
    }
    if number == Number::Unmarked && !head.ends_with("ان") && !head.ends_with("ين") {
        for dual in ["ان", "ين"] {
            forms.add(format!("{stem}{dual}{rest}"), Number::Dual, Tense::None, false);
        }
        // Dual in construct: «غارتا», «غارتي»; the masculine would look like a pronoun suffix.
        if feminine {
            for dual in ["ا", "ي"] {
                forms.add(format!("{stem}{dual}{rest}"), Number::Dual, Tense::None, false);
            }
            forms.add(format!("{}ات{rest}", &head[..head.len() - "ه".len()]), Number::Plural, Tense::None, false);
        }
    }
    if rest.is_empty() {
        for suffix in SUFFIXES {
            forms.add(format!("{stem}{suffix}"), number, Tense::None, true);
        }
        if feminine {
            for suffix in SUFFIXES {
                forms.add(format!("{}ات{suffix}", &head[..head.len() - "ه".len()]), Number::Plural, Tense::None, true);
            }
        }
    }
    forms.0
}

/// Adjective or nisba, one word (further words stand as they are).
pub(super) fn adj(raw: &str) -> Vec<Form> {
    let folded = phrase(raw).remove(0).text;
    let (head, rest) = match folded.split_once(' ') {
        Some((head, rest)) => (head, format!(" {rest}")),
        None => (folded.as_str(), String::new()),
    };
    let mut forms = Forms(Vec::new());
    for (ending, number) in [
        ("", Number::Unmarked),
        ("ا", Number::Unmarked),
        ("ه", Number::Unmarked),
        ("ين", Number::Plural),
        ("ون", Number::Plural),
        ("ان", Number::Dual),
        ("تين", Number::Dual),
        ("تان", Number::Dual),
        ("ات", Number::Plural),
    ] {
        forms.add(format!("{head}{ending}{rest}"), number, Tense::None, false);
    }
    for form in &mut forms.0 {
        form.adjective = true;
    }
    forms.0
}

/// Verb, "past present" or "past" alone; a phrase behind `+` follows every form (`لقي يلقى + حتفه`).
pub(super) fn verb(raw: &str) -> Vec<Form> {
    let (stems, rest) = match raw.split_once('+') {
        Some((stems, rest)) => (stems.trim(), format!(" {}", phrase(rest).remove(0).text)),
        None => (raw.trim(), String::new()),
    };
    let mut words = stems.split_whitespace().map(fold_str);
    let mut forms = Forms(Vec::new());
    if let Some(past) = words.next() {
        past_forms(&past, &rest, &mut forms);
    }
    if let Some(present) = words.next() {
        present_forms(&present, &rest, &mut forms);
    }
    forms.0
}

fn past_forms(past: &str, rest: &str, forms: &mut Forms) {
    let objects = rest.is_empty();
    let mut add = |text: String, number: Number| {
        if objects {
            let open = text.strip_suffix('ا').filter(|t| t.ends_with('و')).unwrap_or(&text).to_string();
            for object in OBJECTS {
                forms.add(format!("{open}{object}"), number, Tense::Past, true);
            }
        }
        forms.add(format!("{text}{rest}"), number, Tense::Past, false);
    };
    // Final weak: رمى، رمت، رموا.
    if let Some(stem) = past.strip_suffix('ي').filter(|s| s.chars().count() >= 2 && !past.ends_with("يي")) {
        add(format!("{stem}ا"), Number::Unmarked);
        for (ending, number) in [("ت", Number::Unmarked), ("وا", Number::Plural), ("تا", Number::Dual), ("يا", Number::Dual)] {
            add(format!("{stem}{ending}"), number);
        }
        add(past.to_string(), Number::Unmarked);
        return;
    }
    add(past.to_string(), Number::Unmarked);
    for (ending, number) in [("ت", Number::Unmarked), ("وا", Number::Plural), ("ا", Number::Dual), ("تا", Number::Dual), ("نا", Number::Plural)]
    {
        let stem = if ending.starts_with('ت') { past.strip_suffix('ت').unwrap_or(past) } else { past };
        add(format!("{stem}{ending}"), number);
    }
}

fn present_forms(present: &str, rest: &str, forms: &mut Forms) {
    let Some(stem) = present.strip_prefix('ي') else { return };
    for person in ["ي", "ت", "ن"] {
        for ending in ["", "ون", "وا", "ان", "ن"] {
            if person == "ن" && !ending.is_empty() {
                continue;
            }
            for (future, tense) in [("", Tense::Present), ("س", Tense::Future)] {
                let number = if ending.is_empty() { Number::Unmarked } else { Number::Plural };
                let form = format!("{future}{person}{stem}{ending}");
                if rest.is_empty() && !ending.ends_with('ا') {
                    for object in OBJECTS {
                        forms.add(format!("{form}{object}"), number, tense, true);
                    }
                }
                forms.add(format!("{form}{rest}"), number, tense, false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(forms: &[Form], text: &str) -> bool {
        forms.iter().any(|f| f.text == text)
    }

    #[test]
    fn nouns() {
        let forms = noun("غارة");
        for form in ["غاره", "غارات", "غارتين", "غارتان", "غاراتها", "غارته"] {
            assert!(has(&forms, form), "{form}");
        }
        let dual = forms.iter().find(|f| f.text == "غارتين").map(|f| f.number);
        assert_eq!(dual, Some(Number::Dual));
        assert!(has(&noun("هجوم"), "هجوما") && has(&noun("هجوم"), "هجومين"));
        assert!(has(&noun("طائرة مسيرة"), "طايرات مسيره"));
    }

    #[test]
    fn verbs() {
        let forms = verb("استهدف يستهدف");
        for form in ["استهدفت", "استهدفوا", "استهدفتها", "يستهدفون", "تستهدف", "سيستهدف", "استهدفوه"]
        {
            assert!(has(&forms, form), "{form}");
        }
        assert_eq!(forms.iter().find(|f| f.text == "ستستهدف").map(|f| f.tense), Some(Tense::Future));
        assert!(has(&verb("ارتقى يرتقي"), "ارتقت") && has(&verb("ارتقى"), "ارتقي"));
        assert!(has(&verb("لقي يلقى + حتفه"), "لقي حتفه"));
    }

    #[test]
    fn nisbas() {
        for form in ["اميركيه", "اميركيين", "اميركيون", "اميركي"] {
            assert!(has(&adj("أميركي"), form), "{form}");
        }
    }
}
