//! 1. One request at a time, and a whole period between two, for each of host, domain and address.
//! 2. Whoever waits longest goes first; no more than so many at once.
//! 3. What a source says holds for its budgets, the most patient of several; what robots.txt asks always wins.
//! 4. A postponed host waits, and others do not.
//! 5. A simulated night: 3,000 sources on 400 hosts, within politeness; which host takes longest.
use super::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const SECOND: Duration = Duration::from_secs(1);

fn host(name: &str) -> Budget {
    Budget::Host(name.to_owned())
}

fn board(name: &str) -> Vec<Budget> {
    vec![host(name), Budget::Domain("board.example".to_owned()), Budget::Address([203, 0, 113, 1].into())]
}

fn wait(schedule: &mut Schedule, budgets: Vec<Budget>, said: Option<Duration>) -> (u64, Lane) {
    let lane = schedule.lane(budgets, said);
    (schedule.wait(lane.clone()), lane)
}

#[test]
fn boards_of_one_domain_share_a_pace() {
    let (mut schedule, now) = (Schedule::new(SECOND, 9), Instant::now());
    let (one, lane) = wait(&mut schedule, board("one"), None);
    let (two, _) = wait(&mut schedule, board("two"), None);
    assert_eq!(schedule.start(now), [(one, lane.clone())]);
    assert_eq!((schedule.start(now + 9 * SECOND), schedule.next_start(now)), (vec![], None), "the first is under way");
    schedule.give_back(&lane, now + SECOND / 2);
    let due = now + SECOND / 2 + SECOND + SECOND / MARGIN;
    assert_eq!(schedule.next_start(now), Some(due));
    assert!(schedule.start(due - Duration::from_nanos(1)).is_empty());
    assert_eq!(schedule.start(due).first().map(|(ticket, _)| *ticket), Some(two));
}

#[test]
fn the_longest_waiting_goes_first_and_places_are_few() {
    let (mut schedule, now) = (Schedule::new(SECOND, 2), Instant::now());
    let tickets: Vec<u64> = ["a", "b", "c"].map(|name| wait(&mut schedule, vec![host(name)], None).0).into();
    let started: Vec<u64> = schedule.start(now).into_iter().map(|(ticket, _)| ticket).collect();
    assert_eq!(started, tickets[..2]);
    assert_eq!(schedule.next_start(now), None, "time alone brings no place");
    schedule.free_place();
    assert_eq!(schedule.start(now).first().map(|(ticket, _)| *ticket), Some(tickets[2]));
}

#[test]
fn whose_word_holds() {
    let cases = [
        (vec![None], None, 1000),
        (vec![Some(20)], None, 20),
        (vec![Some(20), Some(5000), Some(200)], None, 5000),
        (vec![Some(20)], Some(2000), 2000),
        (vec![Some(5000)], Some(2000), 5000),
    ];
    for (said, asked, expected) in cases {
        let (mut schedule, now) = (Schedule::new(SECOND, 9), Instant::now());
        let mut lane = Lane::new();
        for each in said {
            lane = schedule.lane(vec![host("a")], each.map(Duration::from_millis));
        }
        // robots.txt itself is the first request, and what it asks for holds from then
        let _ticket = schedule.wait(lane.clone());
        schedule.start(now);
        schedule.give_back(&lane, now);
        schedule.ask("a", asked.map(Duration::from_millis));
        let _ticket = schedule.wait(lane);
        let (due, expected) = (schedule.next_start(now).expect("a moment") - now, Duration::from_millis(expected));
        assert!(due >= expected && due <= expected + expected / MARGIN, "{due:?} for {expected:?}");
    }
}

#[test]
fn a_postponed_host_waits_alone() {
    let (mut schedule, now) = (Schedule::new(SECOND, 9), Instant::now());
    schedule.postpone("slow", now + 60 * SECOND);
    let _slow = wait(&mut schedule, vec![host("slow")], None);
    let (quick, _) = wait(&mut schedule, vec![host("quick")], None);
    let started: Vec<u64> = schedule.start(now).into_iter().map(|(ticket, _)| ticket).collect();
    assert_eq!((started, schedule.next_start(now)), (vec![quick], Some(now + 60 * SECOND)));
}

/// One source of the simulated night: its budgets, and the requests that it still has to make.
struct Board {
    host: usize,
    lane: Lane,
    left: usize,
}

/// Boards on each of ten systems' hosts, 2,000 together; the other 1,000 sources are on 390 hosts of employers.
const SYSTEMS: [usize; 10] = [400, 350, 300, 250, 200, 150, 130, 100, 70, 50];

/// What a host asks for: one of every forty 10 seconds, and one 30.
fn delay_of(host: usize) -> Option<Duration> {
    (host > 9 && host.is_multiple_of(40)).then_some(if host == 80 { 30 * SECOND } else { 10 * SECOND })
}

/// 3,000 sources on 400 hosts; of the employers' hosts every five share two addresses.
fn boards(schedule: &mut Schedule, requests: usize) -> Vec<Board> {
    let systems = SYSTEMS.iter().enumerate().flat_map(|(host, boards)| std::iter::repeat_n(host, *boards));
    let hosts = systems.chain((0..1000).map(|source| 10 + source % 390));
    hosts
        .map(|host| {
            let address = if host < 10 { host } else { 10 + host / 5 * 2 + host % 2 };
            let address = std::net::Ipv4Addr::from(0x0800_0000 + u32::try_from(address).expect("an address"));
            let name = format!("host-{host}");
            let budgets = vec![Budget::Host(name.clone()), Budget::Domain(name), Budget::Address(address.into())];
            let lane = schedule.lane(budgets, None);
            schedule.ask(&format!("host-{host}"), delay_of(host));
            Board { host, lane, left: requests }
        })
        .collect()
}

/// What came of a simulated night: each host's last answer, and whether a period was ever cut short.
struct Night {
    ended: Vec<Duration>,
    requests: usize,
    most_under_way: usize,
}

/// Runs a night in virtual time, in which every answer takes 0.1 to 0.4 seconds.
fn night(requests: usize) -> Night {
    let begin = Instant::now();
    let mut schedule = Schedule::new(SECOND, 16);
    let mut boards = boards(&mut schedule, requests);
    let mut waiting: HashMap<u64, usize> = HashMap::new();
    for (index, board) in boards.iter().enumerate() {
        waiting.insert(schedule.wait(board.lane.clone()), index);
    }
    let mut answers = BinaryHeap::new();
    let mut last: HashMap<usize, Instant> = HashMap::new();
    let mut night = Night { ended: vec![Duration::ZERO; 400], requests: 0, most_under_way: 0 };
    let mut now = begin;
    loop {
        for (ticket, lane) in schedule.start(now) {
            for budget in lane {
                let before = last.insert(budget, now);
                assert!(before.is_none_or(|before| now - before >= SECOND), "a budget was used too soon");
            }
            night.requests += 1;
            let takes = Duration::from_millis(100 + (night.requests as u64).wrapping_mul(7919) % 300);
            answers.push(Reverse((now + takes, waiting.remove(&ticket).expect("somebody who waits"))));
        }
        night.most_under_way = night.most_under_way.max(answers.len());
        let answered = answers.peek().map(|Reverse((at, _))| *at);
        let Some(next) = answered.into_iter().chain(schedule.next_start(now)).min() else { return night };
        now = next;
        if answered == Some(now)
            && let Some(Reverse((_, index))) = answers.pop()
        {
            let board = &mut boards[index];
            schedule.give_back(&board.lane, now);
            schedule.free_place();
            night.ended[board.host] = now - begin;
            board.left -= 1;
            if board.left > 0 {
                waiting.insert(schedule.wait(board.lane.clone()), index);
            }
        }
    }
}

#[test]
fn three_thousand_sources_fit_into_a_night() {
    // an ordinary night: a list and what is new on it; the first: everything
    for (what, requests, most_hours) in [("an ordinary night", 4, 1.0), ("the first night", 31, 6.0)] {
        let night = night(requests);
        let (slowest, took) = night.ended.iter().enumerate().max_by_key(|(_, took)| **took).expect("hosts");
        let mut ended = night.ended.clone();
        ended.sort_unstable();
        println!(
            "{what}: {} requests in {} s; host-{slowest} ends last; half of the hosts end within {} s, all but ten within {} s; {} under way at most",
            night.requests,
            took.as_secs(),
            ended[200].as_secs(),
            ended[389].as_secs(),
            night.most_under_way
        );
        assert_eq!(night.requests, 3000 * requests);
        assert_eq!(slowest, 0, "the host with most boards is the critical path");
        let alone = took.as_secs_f64() / (SYSTEMS[0] * requests) as f64;
        assert!((1.0..1.45).contains(&alone), "its requests followed one another: {alone} s each");
        assert!(took.as_secs_f64() < most_hours * 3600.0 && night.most_under_way <= 16);
    }
}
