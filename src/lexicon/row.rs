//! What a row of the lexicon says.

use crate::event::{Class, Method, Outcome};
use serde::Deserialize;

/// What a word does for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// Names a violent act, its effect or its failure; see [`Role`].
    Trigger,
    /// A weapon or carrier.
    Weapon,
    /// A party to the conflict, by name or by adjective.
    Actor,
    /// Phrases in which a word of another row means something else; they hide it.
    Exception,
    /// Nouns for armed men and machines of a party (قوات، طيران): with an adjective they name the party.
    Force,
    /// Nouns for people who speak for a party (وزير، مسؤول).
    Official,
    /// Verbs and nouns of saying.
    Speech,
    /// Nouns for people that tolls count.
    People,
    /// Number words.
    Number,
    /// Vague quantities (عشرات، مئات).
    Quantity,
    /// Words before a number that make it approximate or one-sided.
    Bound,
    /// What a number counts that is no people: years, hours, shares; sense `age`: words before an age.
    Measure,
    /// Negation.
    Negation,
    /// Threat, plan, possibility, purpose: what follows did not happen.
    Unreal,
    /// Denial by a party.
    Denial,
    /// Exercises and tests.
    Drill,
    /// Marks a running total or a habit.
    Total,
    /// Topics that are no violence: sport, economy.
    Topic,
    /// Joins clauses.
    Connector,
    /// Retaliation: what follows is the cause, an act of its own.
    Retaliation,
    /// What follows caused what stands before.
    Cause,
    /// What follows is the result of what stands before.
    Result,
    /// Says that a party did it.
    Claim,
    /// Says that a party is held to have done it.
    Blame,
    /// Marks the doer behind a noun or a passive (من قبل، نفذته).
    Agent,
    /// Marks whom it hit (على، ضد، مواقع).
    Patient,
    /// A parting of tolls (بينهم): numbers behind it are parts.
    Part,
    /// The toll has changed.
    Update,
    /// No one was hurt.
    NoHarm,
    /// Between a negation and harm: not that nobody was hurt, but that it is not known, or something else (معلومات، تعرف، يزال).
    Veil,
    /// Losses: people where a negation stands before them.
    Loss,
    /// It missed, broke down or was beaten back.
    Missed,
    /// Holds, makes or fires the weapon named behind it (منصة، تخزين، تصنيع): that weapon was hit, it did not hit.
    Store,
    /// Nothing is known of harm.
    UnknownHarm,
    /// Nobody knows who did it.
    UnknownActor,
    /// Days of the week.
    Weekday,
    /// Months of any calendar.
    Month,
    /// Parts of the day.
    Daypart,
    /// Days relative to publication or to each other.
    Relday,
    /// Words that tell the kind of the place behind them (بلدة، قاعدة).
    PlaceCue,
    /// Spatial relations (قرب، محيط، ريف).
    Relation,
    /// Compass directions as nouns (شمال، غربي).
    Direction,
    /// Compass directions as adjectives behind a name (الشمالي).
    DirectionAdj,
    /// Place words behind which the names of origin stand (قادمة من، انطلقت من).
    Origin,
    /// Joins a place to the place that contains it (التابعة لـ، من أعمال).
    Within,
    /// Units of length.
    Unit,
    /// What was hit: kinds of target.
    TargetKind,
    /// The same thing again (ذاته، نفسه، أيضا، مماثلة).
    Same,
    /// Little words; they keep clitic stripping from seeing others in them.
    Function,
    /// Furniture of pages; a line that begins so is not read.
    Furniture,
    /// Capitals that also stand for their government.
    Metonym,
    /// Authors that a theatre implies.
    Implied,
    /// At home in a country, though no party: evidence for which of its namesakes a place is.
    Home,
    /// A weapon found, seized or destroyed on purpose.
    Disarmed,
    /// Behind it stands who issued the statement («بيان صادر عن», «المركز الإعلامي لـ»).
    Issued,
    /// Acts that are no violence (افتتح، زار، تظاهر): where they stand is not where the violence was.
    Peaceful,
    /// What stands behind it with ل happened (حصيلة، تعرض، ضحية); elsewhere a verbal noun with ل is a purpose.
    Undergone,
}

/// What a trigger contributes to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A violent act that can be an event by itself (قصف، غارة).
    Action,
    /// Carries an act that another word names (شن، نفذ، تعرض).
    Light,
    /// Killing.
    Kill,
    /// Wounding.
    Injure,
    /// Stopping it on its way (اعترض، أسقط).
    Intercept,
    /// Something fell, burst, was heard: an act if a weapon or a party stands with it.
    Weak,
}

/// One row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// Unique name of the row.
    pub id: String,
    /// What it does; the file's `tag` unless the row says otherwise.
    pub tag: Option<Tag>,
    /// Nouns: article, clitics, ا of the accusative, possessive suffixes and the feminine dual and plural are made.
    #[serde(default)]
    pub noun: Vec<String>,
    /// Verbs as "past present" or "past": person, number, gender, future and object suffixes are made.
    #[serde(default)]
    pub verb: Vec<String>,
    /// Adjectives, nisbas among them: gender, number and article are made.
    #[serde(default)]
    pub adj: Vec<String>,
    /// Words and phrases as they stand, with or without article.
    #[serde(default)]
    pub word: Vec<String>,
    /// Words and phrases as they stand, article included.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Trigger: its role.
    pub role: Option<Role>,
    /// The method that it implies; weak where a weapon beside it may say otherwise.
    pub method: Option<Method>,
    /// The class that it implies where the author is unnamed.
    pub class: Option<Class>,
    /// The outcome that it implies.
    pub outcome: Option<Outcome>,
    /// Calendar value, number value, or degrees of a direction.
    pub value: Option<i64>,
    /// Upper value of a vague quantity, or end of a range of days.
    pub upto: Option<i64>,
    /// Free qualifier that the stage reading this tag understands; each file's head explains its own.
    pub sense: Option<String>,
    /// Place cues: kinds that they ask for. Actors: more general ids that are also right. Triggers: words beside them, folded once loaded.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Actors, outlets, nationalities: countries where they are at home.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Actors: "YE=saudi-coalition", whom the words mean in a country.
    #[serde(default)]
    pub in_country: Vec<String>,
    /// Actors: `state`, `non-state` or `none` (civilians, vessels: never authors).
    pub nature: Option<String>,
    /// Texts in which a form of this row is found.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Texts that contain the letters, but where the row must not be found.
    #[serde(default)]
    pub counter: Vec<String>,
    /// Reasons and remarks.
    pub note: Option<String>,
    /// The nouns, folded, once loaded.
    #[serde(skip)]
    pub(crate) singulars: Vec<String>,
}

impl Entry {
    /// Its tag, once loaded.
    pub fn tag(&self) -> Tag {
        self.tag.unwrap_or(Tag::Function)
    }

    /// Whom the words mean in a country, if someone else than elsewhere.
    pub fn in_country(&self, country: &str) -> Option<&str> {
        self.in_country.iter().find_map(|rule| rule.split_once('=').filter(|(c, _)| *c == country || *c == "*").map(|(_, id)| id))
    }

    /// A party that the words do not name: «مسلحون», «الجيش», «التنظيم».
    pub fn is_unnamed(&self) -> bool {
        self.is("unnamed") || self.is_named_before()
    }

    /// A party that the text has named before: «المليشيات», «التنظيم».
    pub fn is_named_before(&self) -> bool {
        self.is("named-before") || self.is("last-named")
    }

    /// Does it carry this qualifier?
    pub fn is(&self, sense: &str) -> bool {
        self.sense.as_deref() == Some(sense)
    }
}
