//! A tree of nodes to the raw types that mirror the files, without stopping at the first problem.
//!
//! The raw types derive `serde::Deserialize`, so that the keys of the files stand once, in the types that read them
//! (and from which the JSON Schemas are made). Every field of theirs is a [`Field`]: it knows where it was written,
//! and what went wrong in it stays in it.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::context::Context;
use super::faults::{unknown_key, wrong_kind};
use super::tree::{Node, Pair, Value};
use crate::model::name::count;
use crate::model::place::{At, Span};

const FIELD: &str = "$field";
const EITHER: &str = "$either";

/// Reads a whole file's tree.
pub fn decode<'de, T: Deserialize<'de>>(node: &'de Node<'de>, cx: &'de Context<'de>) -> Option<T> {
    T::deserialize(De { node, cx }).ok()
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

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl<T: JsonSchema> JsonSchema for TextOr<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("TextOr{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let map = generator.subschema_for::<T>();
        schemars::json_schema!({"anyOf": [{"type": "string"}, map]})
    }
}

impl JsonSchema for Texts {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
    }
}

impl<V: JsonSchema> JsonSchema for Pairs<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Pairs{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<V>();
        schemars::json_schema!({"type": "object", "additionalProperties": value})
    }
}

/// A node being read.
#[derive(Clone, Copy)]
struct De<'de> {
    node: &'de Node<'de>,
    cx: &'de Context<'de>,
}

/// Something was wrong. If `reported` is false, the reason still has to be told.
#[derive(Debug)]
struct Failed {
    reported: bool,
    message: String,
}

const REPORTED: Failed = Failed { reported: true, message: String::new() };

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failed {}

impl de::Error for Failed {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self { reported: false, message: message.to_string() }
    }
}

impl<'de> De<'de> {
    fn refuse<T>(self, expected: wrong_kind::Kind) -> Result<T, Failed> {
        self.cx.report(wrong_kind::fault(self.cx.at(self.node.span), expected, wrong_kind::Kind::of(self.node)));
        Err(REPORTED)
    }

    /// The text of a scalar.
    fn text(self, expected: wrong_kind::Kind) -> Result<&'de str, Failed> {
        match &self.node.value {
            Value::Scalar { text, .. } => Ok(text),
            Value::List(_) | Value::Map(_) => self.refuse(expected),
        }
    }
}

impl<'de> Deserializer<'de> for De<'de> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match &self.node.value {
            Value::Scalar { text, .. } => visitor.visit_borrowed_str(text),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.text(wrong_kind::Kind::Flag)? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => self.refuse(wrong_kind::Kind::Flag),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match count(self.text(wrong_kind::Kind::Number)?) {
            Some(number) => visitor.visit_u32(number),
            None => self.refuse(wrong_kind::Kind::Number),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_borrowed_str(self.text(wrong_kind::Kind::Text)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failed> {
        match name {
            FIELD => visitor.visit_seq(FieldAccess { de: self, next: 0 }),
            EITHER => visitor.visit_seq(EitherAccess { de: self, told: false }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match &self.node.value {
            Value::List(items) => visitor.visit_seq(ListAccess { items: items.iter(), cx: self.cx }),
            _ => self.refuse(wrong_kind::Kind::List),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match &self.node.value {
            Value::Map(pairs) => {
                visitor.visit_map(PairAccess { pairs: pairs.iter(), value: None, cx: self.cx, known: None })
            }
            _ => self.refuse(wrong_kind::Kind::Map),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        match &self.node.value {
            Value::Map(pairs) => {
                let pairs = pairs.iter();
                visitor.visit_map(PairAccess { pairs, value: None, cx: self.cx, known: Some(known) })
            }
            _ => self.refuse(wrong_kind::Kind::Map),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
        ignored_any
    }
}

/// The place of a node, then the node itself; a failure in it ends here.
struct FieldAccess<'de> {
    de: De<'de>,
    next: u8,
}

impl<'de> SeqAccess<'de> for FieldAccess<'de> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failed> {
        self.next += 1;
        let Span { line, column, length } = self.de.node.span;
        let number = match self.next {
            1 => u32::from(self.de.node.is_null()),
            2 => line,
            3 => column,
            4 => length,
            _ => {
                return match seed.deserialize(self.de) {
                    Ok(value) => Ok(Some(value)),
                    Err(failed) => {
                        if !failed.reported {
                            let place = self.de.cx.at(self.de.node.span);
                            self.de.cx.report(wrong_kind::other(place, &failed.message));
                        }
                        Ok(None)
                    }
                };
            }
        };
        let number: U32Deserializer<Failed> = number.into_deserializer();
        seed.deserialize(number).map(Some)
    }
}

/// Whether a node is a text, then the node itself.
struct EitherAccess<'de> {
    de: De<'de>,
    told: bool,
}

impl<'de> SeqAccess<'de> for EitherAccess<'de> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failed> {
        if self.told {
            return seed.deserialize(self.de).map(Some);
        }
        self.told = true;
        let is_text = matches!(self.de.node.value, Value::Scalar { .. });
        let number: U32Deserializer<Failed> = u32::from(is_text).into_deserializer();
        seed.deserialize(number).map(Some)
    }
}

struct ListAccess<'de> {
    items: std::slice::Iter<'de, Node<'de>>,
    cx: &'de Context<'de>,
}

impl<'de> SeqAccess<'de> for ListAccess<'de> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failed> {
        self.items.next().map(|node| seed.deserialize(De { node, cx: self.cx })).transpose()
    }
}

/// The pairs of a map; of a struct, those whose keys it knows.
struct PairAccess<'de> {
    pairs: std::slice::Iter<'de, Pair<'de>>,
    value: Option<&'de Node<'de>>,
    cx: &'de Context<'de>,
    known: Option<&'static [&'static str]>,
}

impl<'de> MapAccess<'de> for PairAccess<'de> {
    type Error = Failed;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failed> {
        let cx = self.cx;
        let known = self.known;
        let is_known = |pair: &&Pair<'de>| {
            let Some(known) = known.filter(|known| !known.contains(&pair.key.value.as_ref())) else { return true };
            cx.report(unknown_key::fault(cx.at(pair.key.span), &pair.key.value, known));
            false
        };
        let Some(pair) = self.pairs.by_ref().find(is_known) else { return Ok(None) };
        self.value = Some(&pair.value);
        seed.deserialize(KeyDe { key: &pair.key }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        let node = self.value.take().expect("serde asks for a value after its key");
        seed.deserialize(De { node, cx: self.cx })
    }
}

/// A key being read: as the name of a field, or as a text with its place.
#[derive(Clone, Copy)]
struct KeyDe<'de> {
    key: &'de At<std::borrow::Cow<'de, str>>,
}

impl<'de> Deserializer<'de> for KeyDe<'de> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_str(&self.key.value)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_seq(KeyAccess { key: self, next: 0 })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

struct KeyAccess<'de> {
    key: KeyDe<'de>,
    next: u8,
}

impl<'de> SeqAccess<'de> for KeyAccess<'de> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failed> {
        self.next += 1;
        let Span { line, column, length } = self.key.key.span;
        let number = match self.next {
            1 => 0,
            2 => line,
            3 => column,
            4 => length,
            _ => return seed.deserialize(self.key).map(Some),
        };
        let number: U32Deserializer<Failed> = number.into_deserializer();
        seed.deserialize(number).map(Some)
    }
}
