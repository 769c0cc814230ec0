//! Work of which a part is free and a part has its order: all threads make pieces, and whoever finds the next one made, and
//! nobody applying, applies it. Mostly that is the thread that made it, whose processor has it at hand. Nobody waits for
//! others as long as few pieces lie ready.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Makes so many pieces, by all threads at once, and applies them to a state one after the other. The first that cannot be
/// applied ends it.
pub(super) fn in_turns<State: Send, Piece: Send, Stop: Send>(
    pieces: usize,
    state: State,
    make: impl Fn(usize) -> Piece + Sync,
    apply: impl Fn(&mut State, Piece) -> Result<(), Stop> + Sync,
) -> Result<State, Stop> {
    let turn = Turn { ready: BTreeMap::new(), at: 0, state: Some(state), end: End::NotYet };
    let turns = Turns { next: AtomicUsize::new(0), turn: Mutex::new(turn), moved: Condvar::new() };
    rayon::broadcast(|_| {
        let _whoever_waits = Released(&turns);
        loop {
            let piece = turns.next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return;
            }
            let made = make(piece);
            let Some(turn) = turns.lay_ready(piece, made) else { return };
            turns.apply_ready(turn, &apply);
        }
    });
    let Turn { state, end, .. } = turns.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    match (end, state) {
        (End::Stopped(stop), _) => Err(stop),
        (_, Some(state)) => Ok(state),
        // Only a thread that breaks down keeps the state, and then nobody comes so far.
        (_, None) => unreachable!("the state is put back"),
    }
}

struct Turns<State, Piece, Stop> {
    /// The piece that nobody makes yet.
    next: AtomicUsize,
    turn: Mutex<Turn<State, Piece, Stop>>,
    moved: Condvar,
}

struct Turn<State, Piece, Stop> {
    /// Pieces that were made and not applied.
    ready: BTreeMap<usize, Piece>,
    /// The piece that is applied next.
    at: usize,
    /// None while somebody applies a piece.
    state: Option<State>,
    end: End<Stop>,
}

impl<State, Piece, Stop> Turn<State, Piece, Stop> {
    /// The next piece and the state to which it is applied, if both are at hand.
    fn take(&mut self) -> Option<(State, Piece)> {
        let goes_on = matches!(self.end, End::NotYet) && self.state.is_some();
        let piece = if goes_on { self.ready.remove(&self.at) } else { None };
        piece.and_then(|piece| Some((self.state.take()?, piece)))
    }
}

/// Whether nothing is applied any more.
enum End<Stop> {
    NotYet,
    /// Something could not be applied.
    Stopped(Stop),
    /// A thread broke down, and whoever asked for all this does too.
    Broken,
}

impl<State, Piece, Stop> Turns<State, Piece, Stop> {
    fn lock(&self) -> MutexGuard<'_, Turn<State, Piece, Stop>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays a piece ready; where many lie there, once that is the next one or there are fewer. None where that never comes.
    fn lay_ready(&self, piece: usize, made: Piece) -> Option<MutexGuard<'_, Turn<State, Piece, Stop>>> {
        let many = rayon::current_num_threads();
        let has_to_wait = |turn: &mut Turn<State, Piece, Stop>| {
            turn.at != piece && turn.ready.len() >= many && matches!(turn.end, End::NotYet)
        };
        let turn = self.moved.wait_while(self.lock(), has_to_wait).unwrap_or_else(PoisonError::into_inner);
        let mut turn = Some(turn).filter(|turn| matches!(turn.end, End::NotYet))?;
        turn.ready.insert(piece, made);
        Some(turn)
    }

    /// Applies what lies ready, as long as it is the next and nobody else does.
    fn apply_ready<'t>(
        &'t self,
        mut turn: MutexGuard<'t, Turn<State, Piece, Stop>>,
        apply: impl Fn(&mut State, Piece) -> Result<(), Stop>,
    ) {
        while let Some((mut state, piece)) = turn.take() {
            drop(turn);
            let applied = apply(&mut state, piece);
            turn = self.lock();
            turn.at += 1;
            turn.state = Some(state);
            if let Err(stop) = applied {
                turn.end = End::Stopped(stop);
            }
            self.moved.notify_all();
        }
    }
}

/// A thread that breaks down lets the others go: its turn will not come.
struct Released<'a, State, Piece, Stop>(&'a Turns<State, Piece, Stop>);

impl<State, Piece, Stop> Drop for Released<'_, State, Piece, Stop> {
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
