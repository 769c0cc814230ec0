//! From those who make to those who write. The disk sometimes lets nobody in for seconds, while it settles what it has; so
//! nobody who makes waits for it, as long as there is room between them.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What was made and not written yet, up to some weight.
pub(super) struct Belt<Piece> {
    held: Mutex<Held<Piece>>,
    moved: Condvar,
    room: usize,
}

struct Held<Piece> {
    pieces: VecDeque<(Piece, usize)>,
    weight: usize,
    /// Nothing more is laid down.
    ends: bool,
}

/// Nobody takes anything any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stopped;

impl<Piece> Belt<Piece> {
    /// One with room for so much. What is heavier lies there alone.
    pub(super) fn new(room: usize) -> Self {
        let held = Held { pieces: VecDeque::new(), weight: 0, ends: false };
        Self { held: Mutex::new(held), moved: Condvar::new(), room }
    }

    /// Lays a piece down, once there is room for it.
    pub(super) fn lay(&self, piece: Piece, weight: usize) -> Result<(), Stopped> {
        let is_full =
            |held: &mut Held<Piece>| !held.ends && !held.pieces.is_empty() && held.weight + weight > self.room;
        let mut held = self.moved.wait_while(self.held(), is_full).unwrap_or_else(PoisonError::into_inner);
        if held.ends {
            return Err(Stopped);
        }
        held.weight += weight;
        held.pieces.push_back((piece, weight));
        self.moved.notify_all();
        Ok(())
    }

    /// Takes the piece that lies there longest; none once all are taken and no more come.
    pub(super) fn take(&self) -> Option<Piece> {
        let is_empty = |held: &mut Held<Piece>| !held.ends && held.pieces.is_empty();
        let mut held = self.moved.wait_while(self.held(), is_empty).unwrap_or_else(PoisonError::into_inner);
        let (piece, weight) = held.pieces.pop_front()?;
        held.weight -= weight;
        self.moved.notify_all();
        Some(piece)
    }

    /// Whoever holds this makes, or writes: when it is let go, by whatever way, no more comes.
    pub(super) fn until_done(&self) -> impl Drop {
        Ended(self)
    }

    fn held(&self) -> MutexGuard<'_, Held<Piece>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Ended<'b, Piece>(&'b Belt<Piece>);

impl<Piece> Drop for Ended<'_, Piece> {
    fn drop(&mut self) {
        self.0.held().ends = true;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{Belt, Stopped};

    #[test]
    fn everything_arrives_in_its_order_however_little_room_there_is() {
        let belt = Belt::new(3);
        let taken = std::thread::scope(|scope| {
            let taker = scope.spawn(|| std::iter::from_fn(|| belt.take()).collect::<Vec<usize>>());
            let end = belt.until_done();
            for n in 0..1000 {
                assert_eq!(belt.lay(n, n % 7), Ok(()));
            }
            drop(end);
            taker.join().expect("it takes")
        });
        assert_eq!(taken, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn whoever_lays_down_is_told_when_nobody_takes_any_more() {
        let belt = Belt::new(1);
        assert_eq!(belt.lay("first", 1), Ok(()));
        let waits = std::thread::scope(|scope| {
            let waits = scope.spawn(|| belt.lay("second", 1));
            drop(belt.until_done());
            waits.join().expect("it is told")
        });
        assert_eq!(waits, Err(Stopped));
    }
}
