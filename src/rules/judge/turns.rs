//! Work of which a part is free and a part has its order: each thread makes a piece, waits for its turn, applies the piece,
//! and makes another. What a thread made stays with it, where its processor has it at hand; while one applies, the others
//! make.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Makes so many pieces, by all threads at once, and applies them to a state one after the other. The first that cannot be
/// applied ends it.
pub(super) fn in_turns<State: Send, Piece, Stop: Send>(
    pieces: usize,
    state: State,
    make: impl Fn(usize) -> Piece + Sync,
    apply: impl Fn(&mut State, Piece) -> Result<(), Stop> + Sync,
) -> Result<State, Stop> {
    let turns = Turns {
        next: AtomicUsize::new(0),
        turn: Mutex::new(Turn { state, at: 0, end: End::NotYet }),
        moved: Condvar::new(),
    };
    rayon::broadcast(|_| {
        let _whoever_waits = Released(&turns);
        loop {
            let piece = turns.next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return;
            }
            let made = make(piece);
            let Some(mut turn) = turns.wait(piece) else { return };
            if let Err(stop) = apply(&mut turn.state, made) {
                turn.end = End::Stopped(stop);
            }
            turn.at += 1;
            drop(turn);
            turns.moved.notify_all();
        }
    });
    let Turn { state, end, .. } = turns.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let End::Stopped(stop) = end { Err(stop) } else { Ok(state) }
}

struct Turns<State, Stop> {
    /// The piece that nobody makes yet.
    next: AtomicUsize,
    turn: Mutex<Turn<State, Stop>>,
    moved: Condvar,
}

struct Turn<State, Stop> {
    state: State,
    /// The piece that is applied next.
    at: usize,
    end: End<Stop>,
}

/// Whether nothing is applied any more.
enum End<Stop> {
    NotYet,
    /// Something could not be applied.
    Stopped(Stop),
    /// A thread broke down, and whoever asked for all this does too.
    Broken,
}

impl<State, Stop> Turns<State, Stop> {
    fn lock(&self) -> MutexGuard<'_, Turn<State, Stop>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, once it is a piece's turn; none where that never comes.
    fn wait(&self, piece: usize) -> Option<MutexGuard<'_, Turn<State, Stop>>> {
        let is_early = |turn: &mut Turn<State, Stop>| turn.at != piece && matches!(turn.end, End::NotYet);
        let turn = self.moved.wait_while(self.lock(), is_early).unwrap_or_else(PoisonError::into_inner);
        matches!(turn.end, End::NotYet).then_some(turn)
    }
}

/// A thread that breaks down lets the others go: its turn will not come.
struct Released<'a, State, Stop>(&'a Turns<State, Stop>);

impl<State, Stop> Drop for Released<'_, State, Stop> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().end = End::Broken;
            self.0.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_turns;

    #[test]
    fn pieces_are_applied_in_their_order_and_none_is_lost() {
        let add = |all: &mut Vec<usize>, piece| {
            all.push(piece);
            Ok::<(), ()>(())
        };
        assert_eq!(in_turns(1000, Vec::new(), |n| n, add), Ok((0..1000).collect()));
        assert_eq!(in_turns(0, Vec::new(), |n| n, add), Ok(Vec::new()));
    }

    #[test]
    fn the_first_that_cannot_be_applied_ends_it() {
        let add = |all: &mut Vec<usize>, piece| {
            all.push(piece);
            if piece == 7 { Err(all.clone()) } else { Ok(()) }
        };
        assert_eq!(in_turns(1000, Vec::new(), |n| n, add), Err((0..=7).collect()));
    }

    #[test]
    fn a_thread_that_breaks_down_holds_up_nobody() {
        let broken = || in_turns(1000, (), |n| assert!(n != 7, "a piece breaks"), |(), ()| Ok::<(), ()>(()));
        assert!(std::panic::catch_unwind(broken).is_err());
    }
}
