//! Whose turn it is. Every request spends of several budgets at once: its host's, its registrable domain's and its IP
//! address's. Each budget has one request under way at most, and a pace. Pure: the moment is an argument.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::Instant;

/// A fiftieth of the period is added to it: what a server notes trembles by some milliseconds.
const MARGIN: u32 = 50;

/// What requests are counted under.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Budget {
    /// Host and port.
    Host(String),
    /// A registrable domain by the public suffix list.
    Domain(String),
    /// A public IP address: many hosts may be on it.
    Address(IpAddr),
    /// A private or loopback address with its port: services on one machine of one's own have nothing to do with each
    /// other, while those at one public address share a server that is not ours.
    PrivateAddress(IpAddr, u16),
}

/// One budget's state.
#[derive(Debug, Default)]
struct Pace {
    busy: bool,
    /// Not before then.
    next: Option<Instant>,
    /// Between requests, as a source says; of several sources the most patient.
    said: Option<Duration>,
    /// Between requests, as robots.txt asks.
    asked: Option<Duration>,
}

/// The budgets of one kind of request, as places in the schedule's list.
pub(crate) type Lane = Vec<usize>;

/// Who waits for which budgets, and who may go.
#[derive(Debug)]
pub(crate) struct Schedule {
    usual: Duration,
    places: usize,
    paces: Vec<Pace>,
    known: HashMap<Budget, usize>,
    waiting: BTreeMap<Lane, VecDeque<u64>>,
    tickets: u64,
}

impl Schedule {
    /// A schedule with a usual time between requests, and so many places for requests under way.
    pub(crate) fn new(usual: Duration, places: usize) -> Self {
        Self {
            usual,
            places: places.max(1),
            paces: Vec::new(),
            known: HashMap::new(),
            waiting: BTreeMap::new(),
            tickets: 0,
        }
    }

    /// The lane of some budgets; a time between requests that the source says holds for all of them.
    pub(crate) fn lane(&mut self, budgets: Vec<Budget>, said: Option<Duration>) -> Lane {
        let lane: Lane = budgets.into_iter().map(|budget| self.place(budget)).collect();
        for budget in &lane {
            let pace = &mut self.paces[*budget];
            pace.said = pace.said.max(said);
        }
        lane
    }

    fn place(&mut self, budget: Budget) -> usize {
        let paces = &mut self.paces;
        *self.known.entry(budget).or_insert_with(|| {
            paces.push(Pace::default());
            paces.len() - 1
        })
    }

    /// What robots.txt of a host asks for; it takes effect from the request before.
    pub(crate) fn ask(&mut self, host: &str, delay: Option<Duration>) {
        let place = self.place(Budget::Host(host.to_owned()));
        let before = self.period(place);
        self.paces[place].asked = delay;
        let longer = self.period(place).saturating_sub(before);
        let pace = &mut self.paces[place];
        pace.next = pace.next.map(|next| next + longer);
    }

    /// No request of a host before then.
    pub(crate) fn postpone(&mut self, host: &str, until: Instant) {
        let place = self.place(Budget::Host(host.to_owned()));
        let pace = &mut self.paces[place];
        pace.next = pace.next.max(Some(until));
    }

    fn period(&self, place: usize) -> Duration {
        let pace = &self.paces[place];
        pace.said.unwrap_or(self.usual).max(pace.asked.unwrap_or_default())
    }

    /// Begins to wait.
    pub(crate) fn wait(&mut self, lane: Lane) -> u64 {
        self.tickets += 1;
        self.waiting.entry(lane).or_default().push_back(self.tickets);
        self.tickets
    }

    /// Those whose turn it is now, the longest waiting first; their budgets are busy until given back.
    pub(crate) fn start(&mut self, now: Instant) -> Vec<(u64, Lane)> {
        let mut started = Vec::new();
        while self.places > 0 {
            let ready = self.waiting.iter().filter(|(lane, _)| self.begins(lane, now) == Some(now));
            let oldest = ready.filter_map(|(lane, queue)| Some((*queue.front()?, lane))).min();
            let Some((ticket, lane)) = oldest.map(|(ticket, lane)| (ticket, lane.clone())) else { break };
            self.take(&lane);
            started.push((ticket, lane));
        }
        started
    }

    fn take(&mut self, lane: &Lane) {
        self.places -= 1;
        for budget in lane {
            self.paces[*budget].busy = true;
        }
        if let Some(queue) = self.waiting.get_mut(lane) {
            queue.pop_front();
            if queue.is_empty() {
                self.waiting.remove(lane);
            }
        }
    }

    /// When a lane's budgets allow a request, now at the earliest; `None` while one of them is busy.
    fn begins(&self, lane: &Lane, now: Instant) -> Option<Instant> {
        let paces = || lane.iter().map(|budget| &self.paces[*budget]);
        let free = !paces().any(|pace| pace.busy);
        free.then(|| paces().filter_map(|pace| pace.next).fold(now, Instant::max))
    }

    /// When somebody's turn comes by time alone.
    pub(crate) fn next_start(&self, now: Instant) -> Option<Instant> {
        let lanes = self.waiting.keys().filter(|_| self.places > 0);
        lanes.filter_map(|lane| self.begins(lane, now)).min()
    }

    /// A request is over. Its budgets rest for their period from the later of its sending and the head of its answer:
    /// the server had it by then, so the gap that the server sees is never shorter than the period.
    pub(crate) fn give_back(&mut self, lane: &Lane, at: Instant) {
        for budget in lane {
            let period = self.period(*budget);
            let pace = &mut self.paces[*budget];
            pace.busy = false;
            pace.next = pace.next.max(Some(at + period + period / MARGIN));
        }
    }

    /// Another answer was taken in.
    pub(crate) fn free_place(&mut self) {
        self.places += 1;
    }
}

#[cfg(test)]
mod tests;
