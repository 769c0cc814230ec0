//! A tree of nodes to the raw types that mirror the files, without stopping at the first problem.
//!
//! The raw types derive `serde::Deserialize`, so that the keys of the files stand once, in the types that read them
//! (and from which the JSON Schemas are made). Every field of theirs is a [`Field`]: it knows where it was written,
//! and what went wrong in it stays in it.

mod node;
mod schema;

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use super::context::Context;
use super::tree::Node;
use crate::model::place::{At, Span};

const FIELD: &str = "$field";
const EITHER: &str = "$either";

/// Reads a whole file's tree.
pub fn decode<'de, T: Deserialize<'de>>(node: &'de Node<'de>, cx: &'de Context<'de>) -> Option<T> {
    T::deserialize(node::De { node, cx, slot: node::Slot::Root }).ok()
}

/// A key of a file: absent, or there with its place.
#[derive(Debug, Default)]
pub enum Field<T> {
    /// Not written, and it need not be.
    #[default]
    Absent,
    /// Not written although it has to be.
    Missing,
    /// Written without a value.
    Null(Span),
    /// Written wrongly; the finding was reported.
    Broken(Span),
    /// Written.
    Given(At<T>),
}

impl<T> Field<T> {
    /// A key that must have a value.
    pub fn need(self, cx: &Context, owner: Span, key: &str) -> Option<At<T>> {
        match self {
            Self::Absent | Self::Missing => cx.missing(owner, key),
            Self::Null(span) => cx.report(super::faults::missing_key::empty(cx.at(span), key)),
            Self::Broken(_) => {}
            Self::Given(value) => return Some(value),
        }
        None
    }

    /// A key that must be written, if only as `null`: silence would leave open what the paper says.
    pub fn nullable(self, cx: &Context, owner: Span, key: &str) -> Option<At<T>> {
        if matches!(self, Self::Missing) {
            cx.missing(owner, key);
        }
        self.optional()
    }

    /// A key that may be left out.
    pub fn optional(self) -> Option<At<T>> {
        match self {
            Self::Given(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the key is written in any way.
    pub fn is_written(&self) -> bool {
        !matches!(self, Self::Absent | Self::Missing)
    }

    /// Where it is written.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Absent | Self::Missing => None,
            Self::Null(span) | Self::Broken(span) => Some(*span),
            Self::Given(value) => Some(value.span),
        }
    }
}

impl<T> Field<Vec<Field<T>>> {
    /// The items of a list that could be read.
    pub fn items(self) -> Vec<At<T>> {
        self.optional().map(|list| list.value.into_iter().filter_map(Field::optional).collect()).unwrap_or_default()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Missing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(FIELD, self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut part = || seq.next_element::<u32>().map(Option::unwrap_or_default);
        let (is_null, line, column, length) = (part()? == 1, part()?, part()?, part()?);
        let span = Span { line, column, length };
        if is_null {
            return Ok(Field::Null(span));
        }
        Ok(seq.next_element::<T>()?.map_or(Field::Broken(span), |value| Field::Given(At::new(value, span))))
    }
}

/// Either a text alone, or a map with more to say.
#[derive(Debug)]
pub enum TextOr<T> {
    Text(String),
    Map(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = TextOr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a map")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                if seq.next_element::<u32>()? == Some(1) {
                    return Ok(TextOr::Text(seq.next_element()?.unwrap_or_default()));
                }
                seq.next_element()?.map(TextOr::Map).ok_or_else(|| de::Error::custom("nothing"))
            }
        }
        deserializer.deserialize_newtype_struct(EITHER, Either(PhantomData))
    }
}

/// One text, or a list of them.
#[derive(Debug)]
pub struct Texts(pub Vec<Field<String>>);

impl Texts {
    /// The texts that could be read; one alone stands where the whole stands.
    pub fn spread(field: Field<Self>) -> Vec<At<String>> {
        let Some(At { value: Self(texts), span }) = field.optional() else { return Vec::new() };
        let one = texts.len() == 1;
        let here = |text: At<String>| if one && text.span == Span::START { At::new(text.value, span) } else { text };
        texts.into_iter().filter_map(Field::optional).map(here).collect()
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                if seq.next_element::<u32>()? == Some(1) {
                    let text = seq.next_element::<String>()?.unwrap_or_default();
                    return Ok(Texts(vec![Field::Given(At::new(text, Span::START))]));
                }
                Ok(Texts(seq.next_element()?.unwrap_or_default()))
            }
        }
        deserializer.deserialize_newtype_struct(EITHER, OneOrMany)
    }
}

/// A map whose keys are data.
#[derive(Debug)]
pub struct Pairs<V>(pub Vec<(At<String>, Field<V>)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Collect<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(key) = map.next_key::<Field<String>>()? {
                    let value = map.next_value()?;
                    pairs.extend(key.optional().map(|key| (key, value)));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect(PhantomData))
    }
}
