//! Waiting for one's turn in the schedule. What the rules are is the schedule's; here are only the clock and the wake-ups.

use crate::schedule::{Budget, Lane, Schedule};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

struct Shared {
    schedule: Schedule,
    /// Those who wait, by ticket.
    waiting: HashMap<u64, oneshot::Sender<Granted>>,
    driver: Option<JoinHandle<()>>,
}

/// Everybody who waits for a turn. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Turns {
    shared: Arc<Mutex<Shared>>,
    changed: Arc<Notify>,
}

/// A request may go now. Dropped, it gives its budgets back.
pub(crate) struct Turn {
    turns: Turns,
    lane: Lane,
    /// When the head of the answer came.
    answered: Option<Instant>,
}

/// One of the places for requests that are under way or not yet taken in; free again when dropped.
#[must_use = "a place that is dropped at once limits nothing"]
pub struct Place(Turns);

type Granted = (Turn, Place);

impl Turns {
    /// Turns with a usual time between requests, and so many places.
    pub(crate) fn new(usual: Duration, places: usize) -> Self {
        let shared = Shared { schedule: Schedule::new(usual, places), waiting: HashMap::new(), driver: None };
        Self { shared: Arc::new(Mutex::new(shared)), changed: Arc::default() }
    }

    /// Waits until all of some budgets allow a request.
    pub(crate) async fn turn(&self, budgets: Vec<Budget>, said: Option<Duration>) -> Granted {
        loop {
            let granted = self.begin_to_wait(budgets.clone(), said);
            self.changed.notify_one();
            // the other end is only dropped when a driver ended with its runtime: wait again, with a new one
            if let Ok(granted) = granted.await {
                return granted;
            }
        }
    }

    fn begin_to_wait(&self, budgets: Vec<Budget>, said: Option<Duration>) -> oneshot::Receiver<Granted> {
        let (sender, receiver) = oneshot::channel();
        let mut shared = self.lock();
        let lane = shared.schedule.lane(budgets, said);
        let ticket = shared.schedule.wait(lane);
        shared.waiting.insert(ticket, sender);
        if shared.driver.as_ref().is_none_or(JoinHandle::is_finished) {
            shared.driver = Some(tokio::spawn(self.clone().drive()));
        }
        receiver
    }

    /// Lets requests go as their turn comes, until nobody waits.
    async fn drive(self) {
        loop {
            let now = Instant::now();
            let (granted, next) = self.grant(now);
            for (turn, receiver) in granted {
                // whoever stopped waiting gives back at once what it gets
                drop(receiver.send(turn));
            }
            let Some(next) = next else { return };
            let changed = self.changed.notified();
            match next {
                Next::At(moment) => drop(tokio::time::timeout_at(moment, changed).await),
                Next::Change => changed.await,
            }
        }
    }

    fn grant(&self, now: Instant) -> (Vec<(Granted, oneshot::Sender<Granted>)>, Option<Next>) {
        let mut shared = self.lock();
        let started = shared.schedule.start(now);
        let granted = started.into_iter().filter_map(|(ticket, lane)| {
            let turn = Turn { turns: self.clone(), lane, answered: None };
            Some(((turn, Place(self.clone())), shared.waiting.remove(&ticket)?))
        });
        let granted: Vec<_> = granted.collect();
        if shared.waiting.is_empty() {
            shared.driver = None;
            return (granted, None);
        }
        let next = shared.schedule.next_start(now).map_or(Next::Change, Next::At);
        (granted, Some(next))
    }

    /// What robots.txt of a host asks for.
    pub(crate) fn ask(&self, host: &str, delay: Option<Duration>) {
        self.lock().schedule.ask(host, delay);
    }

    /// No request of a host for a while.
    pub(crate) fn postpone(&self, host: &str, wait: Duration) {
        self.lock().schedule.postpone(host, Instant::now() + wait);
    }

    /// A poisoned lock still holds what it held: no code between lock and unlock can leave it half changed.
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the driver waits for.
enum Next {
    At(Instant),
    Change,
}

impl Turn {
    /// The head of the answer came: the server has had the request.
    pub(crate) fn answered(&mut self) {
        self.answered = Some(Instant::now());
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let at = self.answered.unwrap_or_else(Instant::now);
        self.turns.lock().schedule.give_back(&self.lane, at);
        self.turns.changed.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.lock().schedule.free_place();
        self.0.changed.notify_one();
    }
}
