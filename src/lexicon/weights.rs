//! Weights of the decisions, read from `lexicon/weights.toml`; a file that lacks one or has another is refused.

use serde::Deserialize;

/// See `lexicon/weights.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Weights {
    pub join_same_clause: f64,
    pub join_new_clause: f64,
    pub join_harm_after_act: f64,
    pub join_harm_own_cause: f64,
    pub join_act_after_harm_cause: f64,
    pub join_act_after_harm_by: f64,
    pub join_act_after_harm_clause: f64,
    pub join_light: f64,
    pub join_with_noun: f64,
    pub join_relative: f64,
    pub join_verb_of_noun: f64,
    pub join_and_verb: f64,
    pub join_connector: f64,
    pub join_retaliation: f64,
    pub join_method_conflict: f64,
    pub join_other_day: f64,
    pub join_other_author: f64,
    pub join_both_placed: f64,
    pub join_anaphoric_noun: f64,
    pub join_distance: f64,
    pub by_adjective_of_act: f64,
    pub by_agent_phrase: f64,
    pub by_subject_behind: f64,
    pub by_subject_before: f64,
    pub by_masdar_owner: f64,
    pub by_weapon_owner: f64,
    pub by_topic: f64,
    pub by_claim: f64,
    pub by_blame: f64,
    pub by_speaker_of_self: f64,
    pub by_speaker: f64,
    pub by_official: f64,
    pub by_none: f64,
    pub at_patient_phrase: f64,
    pub at_site: f64,
    pub at_exposed: f64,
    pub at_object: f64,
    pub at_masdar_object: f64,
    pub at_victims: f64,
    pub threshold_by: f64,
    pub threshold_at: f64,
}
