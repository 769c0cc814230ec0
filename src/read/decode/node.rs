//! The deserializer that walks the tree.

use std::fmt;

use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::{EITHER, FIELD};
use crate::model::name::count;
use crate::model::place::{At, Span};
use crate::read::context::Context;
use crate::read::faults::{missing_key, unknown_key, wrong_kind};
use crate::read::tree::{Node, Pair, Value};

/// A node being read.
#[derive(Clone, Copy)]
pub(super) struct De<'de> {
    pub(super) node: &'de Node<'de>,
    pub(super) cx: &'de Context<'de>,
    /// What it is the value of.
    pub(super) slot: Slot<'de>,
}

/// What a node is the value of.
#[derive(Clone, Copy)]
pub(super) enum Slot<'de> {
    /// The whole file.
    Root,
    /// An item of a list.
    Item,
    /// A key.
    Key(&'de str),
}

/// Something was wrong. If `reported` is false, the reason still has to be told.
#[derive(Debug)]
pub(super) struct Failed {
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
        if self.cx.is_full() {
            return Err(REPORTED);
        }
        self.cx.report(wrong_kind::fault(self.cx.at(self.node.span), expected, wrong_kind::Kind::of(self.node)));
        Err(REPORTED)
    }

    /// Whether somebody wrote that there is nothing; in a list that says nothing.
    fn is_null(self) -> bool {
        self.node.is_null() && !self.is_blank()
    }

    /// Whether a value was begun and left empty: nobody can tell what was meant.
    fn is_blank(self) -> bool {
        match &self.node.value {
            Value::Scalar { text, .. } => {
                text.trim().is_empty() || (matches!(self.slot, Slot::Item) && self.node.is_null())
            }
            Value::List(_) | Value::Map(_) => false,
        }
    }

    fn report_blank(self) {
        let place = self.cx.at(self.node.span);
        self.cx.report(match self.slot {
            Slot::Key(key) => missing_key::empty(place, key),
            Slot::Item | Slot::Root => missing_key::empty_item(place),
        });
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
            1 => u32::from(self.de.is_null()),
            2 => line,
            3 => column,
            4 => length,
            _ if self.de.is_blank() => {
                self.de.report_blank();
                return Ok(None);
            }
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
        self.items.next().map(|node| seed.deserialize(De { node, cx: self.cx, slot: Slot::Item })).transpose()
    }
}

/// The pairs of a map; of a struct, those whose keys it knows.
struct PairAccess<'de> {
    pairs: std::slice::Iter<'de, Pair<'de>>,
    value: Option<&'de Pair<'de>>,
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
            if cx.is_full() {
                return false;
            }
            let has_value = !pair.value.is_null();
            cx.report(unknown_key::fault(cx.at(pair.key.span), &pair.key.value, known, has_value));
            false
        };
        let Some(pair) = self.pairs.by_ref().find(is_known) else { return Ok(None) };
        self.value = Some(pair);
        seed.deserialize(KeyDe { key: &pair.key }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        let pair = self.value.take().expect("serde asks for a value after its key");
        seed.deserialize(De { node: &pair.value, cx: self.cx, slot: Slot::Key(&pair.key.value) })
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
