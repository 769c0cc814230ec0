//! What people do: from an intent to the bytes to write. Nothing here touches the disk.

pub mod defaults;
pub mod demo;
pub mod doctor;
pub mod draft;
pub mod entry;
pub mod forge;
pub mod hook;
pub mod init;
pub mod letter;
pub mod needed;
pub mod scalar;
pub mod trial;
