//! The style with which QGIS opens the layer of a GeoPackage: colour by class, shape by method, size by deaths, labels in Arabic, days for the
//! temporal controller.

use crate::codes::method_ar;
use crate::event::{Class, Method};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The style as QML, with a category for each of these classes and methods, and one for what an editor may add.
pub fn style(kinds: &BTreeSet<(Class, Method)>) -> String {
    let (mut categories, mut symbols) = (String::new(), String::new());
    let mut add = |value: &str, label: &str, colour: &str, shape: &str| {
        let number = symbols.matches("<symbol ").count();
        let _ = writeln!(categories, r#"      <category value="{value}" label="{label}" render="true" symbol="{number}"/>"#);
        symbols += &symbol(number, colour, shape);
    };
    for &(class, method) in kinds {
        let label = format!("{} – {}", class_ar(class), method_ar(class, method));
        add(&format!("{class} {method}"), &label, colour(class), shape(method));
    }
    add("", "غير ذلك", "120,120,120,255", "circle");
    include_str!("qgis.qml").replace("{categories}", &categories).replace("{symbols}", &symbols)
}

fn class_ar(class: Class) -> &'static str {
    match class {
        Class::Strike => "ضربة",
        Class::Attack => "هجوم",
    }
}

/// Those of the still map.
fn colour(class: Class) -> &'static str {
    match class {
        Class::Strike => "192,57,43,255",
        Class::Attack => "31,95,153,255",
    }
}

/// A shape that QGIS draws by itself.
fn shape(method: Method) -> &'static str {
    match method {
        Method::Airstrike => "triangle",
        Method::Drone => "star",
        Method::Missile => "arrow",
        Method::Rocket => "diamond",
        Method::Artillery => "circle",
        Method::Ied => "cross_fill",
        Method::Ground => "square",
        Method::Shooting => "pentagon",
        Method::Naval => "semi_circle",
        Method::Unknown => "octagon",
    }
}

/// A marker whose area grows with the deaths.
fn symbol(number: usize, colour: &str, shape: &str) -> String {
    format!(
        r#"      <symbol type="marker" name="{number}" alpha="0.85" force_rhr="0" clip_to_extent="1">
        <layer class="SimpleMarker" pass="0" enabled="1" locked="0">
          <Option type="Map">
            <Option type="QString" name="name" value="{shape}"/>
            <Option type="QString" name="color" value="{colour}"/>
            <Option type="QString" name="outline_color" value="255,255,255,255"/>
            <Option type="QString" name="outline_style" value="solid"/>
            <Option type="QString" name="outline_width" value="0.2"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="scale_method" value="diameter"/>
            <Option type="QString" name="size" value="3"/>
            <Option type="QString" name="size_unit" value="MM"/>
          </Option>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="size">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="min(14, 3 + 0.9 * sqrt(coalesce(&quot;killed_max&quot;, &quot;killed_min&quot;, 0)))"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
"#
    )
}
