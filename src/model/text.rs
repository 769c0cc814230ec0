//! Characters that people cannot see, or that turn the direction of what follows. No file may hold them, and no output
//! shows them as they are.

/// The largest file that anything reads.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Whether a character is hidden. Line breaks and tabs are not.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Soft hyphen, grapheme joiner, fillers and vowel separators; spaces without width, direction marks, separators
        // and invisible operators; variation selectors, the byte order mark, annotations and tags.
        '\u{00ad}'
        | '\u{034f}'
        | '\u{061c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

/// The first byte of which something is true. Where it is true of few, many are looked at in one step.
pub fn first_byte(bytes: &[u8], telling: impl Fn(u8) -> bool) -> Option<usize> {
    const STEP: usize = 64;
    let is_in = |piece: &[u8]| piece.iter().fold(false, |is_in, byte| is_in | telling(*byte));
    let from = bytes.chunks(STEP).take_while(|piece| !is_in(piece)).count() * STEP;
    let further = bytes.get(from..)?.iter().position(|byte| telling(*byte))?;
    Some(from + further)
}
