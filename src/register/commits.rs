//! The commits of a chain, held between the walk that reads them and the judging that asks for them again.

use std::ops::Range;

/// The bytes of a chain's commits, in few large pieces of memory.
#[derive(Debug, Default)]
pub(super) struct Commits {
    rooms: Vec<Vec<u8>>,
    /// In which room each lies, and where there; nowhere, if it is to be read again.
    places: Vec<Option<(usize, Range<usize>)>>,
}

impl Commits {
    /// So much of them is held of each walk, and what is walked to after that is read again.
    const ROOMS: usize = 64;
    const ROOM: usize = 1 << 20;

    /// The next one.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let place = self.room(bytes.len()).map(|at| {
            let room = &mut self.rooms[at];
            room.extend_from_slice(bytes);
            (at, room.len() - bytes.len()..room.len())
        });
        self.places.push(place);
    }

    /// A room with so much left, unless all of them are taken.
    fn room(&mut self, many: usize) -> Option<usize> {
        let fits = |room: &Vec<u8>| room.capacity() - room.len() >= many;
        if !self.rooms.last().is_some_and(fits) {
            if many > Self::ROOM || self.rooms.len() == Self::ROOMS {
                return None;
            }
            self.rooms.push(Vec::with_capacity(Self::ROOM));
        }
        Some(self.rooms.len() - 1)
    }

    /// The n-th, if it is held.
    pub(super) fn get(&self, n: usize) -> Option<&[u8]> {
        let (room, place) = self.places.get(n)?.clone()?;
        self.rooms.get(room)?.get(place)
    }

    /// Those of another walk, behind these.
    pub(super) fn append(&mut self, others: Self) {
        let before = self.rooms.len();
        self.rooms.extend(others.rooms);
        self.places.extend(others.places.into_iter().map(|place| place.map(|(room, range)| (room + before, range))));
    }

    /// Turns their order around.
    pub(super) fn reverse(&mut self) {
        self.places.reverse();
    }

    /// Leaves out the first ones.
    pub(super) fn leave_out(&mut self, many: usize) {
        self.places.drain(..many);
    }
}

#[cfg(test)]
mod tests {
    use super::Commits;

    #[test]
    fn each_is_found_in_its_place_or_nowhere() {
        let each: Vec<Vec<u8>> = (0_u8..100).map(|n| vec![n; usize::from(n) << 14]).collect();
        let (mut commits, mut others) = (Commits::default(), Commits::default());
        for (n, bytes) in each.iter().enumerate() {
            if n < 40 { commits.push(bytes) } else { others.push(bytes) }
        }
        commits.append(others);
        commits.reverse();
        commits.leave_out(10);
        for (n, bytes) in each.iter().rev().skip(10).enumerate() {
            let is_held = bytes.len() <= Commits::ROOM;
            assert_eq!(commits.get(n), is_held.then_some(&bytes[..]), "{n}");
        }
        assert_eq!(commits.get(90), None);
    }
}
