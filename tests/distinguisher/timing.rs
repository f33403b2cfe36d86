//! How long answers take, for each caller.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use super::caller::Caller;
use super::exchange::connect;
use super::observation::End;
use super::random::Random;
use super::rank::Ranks;
use super::wire::Answers;

/// How often a report may say that time tells two paths apart that it does not: of a thousand reports,
/// one.
pub(super) const FALSE_ALARMS: f64 = 0.001;

/// What the time of answers tells one caller.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The caller's name.
    pub caller: String,
    /// How many answers of each path were timed.
    pub samples: usize,
    /// The hidden path's times against the missing one's.
    pub ranks: Ranks,
    /// Half of the hidden path's answers took longer, in microseconds.
    pub hidden_median: f64,
    /// And of the missing one's.
    pub miss_median: f64,
    /// The largest `p` that counts as a difference: 0.001, shared by all callers
    /// (Bonferroni's correction).
    pub threshold: f64,
}

impl Timing {
    /// Whether chance would hardly do that.
    pub fn tells(&self) -> bool {
        self.ranks.p < self.threshold
    }
}

/// Times for one caller, of both paths in turn, whose order is random in each round. A connection is
/// used for as long as the server keeps it, so that both paths share what it costs.
pub(super) fn sample(
    address: SocketAddr,
    caller: &Caller,
    paths: [&str; 2],
    rounds: usize,
    random: &mut Random,
    before_each: &dyn Fn(),
) -> io::Result<[Vec<f64>; 2]> {
    /// They find caches cold.
    const WARM_UP: usize = 5;
    let mut times = [Vec::new(), Vec::new()];
    let mut line = Line {
        address,
        open: None,
    };
    for round in 0..rounds + WARM_UP {
        before_each();
        let order = if random.chance(2) { [0, 1] } else { [1, 0] };
        for which in order {
            let time = line.time(caller, paths[which])?;
            if round >= WARM_UP {
                times[which].push(time);
            }
        }
    }
    Ok(times)
}

pub(super) fn timing(caller: &Caller, times: &mut [Vec<f64>; 2], callers: usize) -> Timing {
    let ranks = Ranks::of(&times[0], &times[1]);
    let [hidden_median, miss_median] = times.each_mut().map(|times| median(times));
    let callers = u32::try_from(callers.max(1)).unwrap_or(u32::MAX);
    Timing {
        caller: caller.name().to_owned(),
        samples: times[0].len(),
        ranks,
        hidden_median,
        miss_median,
        threshold: FALSE_ALARMS / f64::from(callers),
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A connection that is opened again when the server closes it.
struct Line {
    address: SocketAddr,
    open: Option<TcpStream>,
}

impl Line {
    /// Microseconds from the first byte sent to the last one received.
    fn time(&mut self, caller: &Caller, path: &str) -> io::Result<f64> {
        let mut request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in caller.fields() {
            for part in [name, ": ", value, "\r\n"] {
                request.push_str(part);
            }
        }
        request.push_str("\r\n");
        let stream = match self.open.take() {
            Some(stream) => stream,
            None => connect(self.address)?,
        };
        let start = Instant::now();
        (&stream).write_all(request.as_bytes())?;
        let answer = Answers::of(&stream).next("GET");
        let time = start.elapsed();
        match answer {
            Ok(answer) if !answer.is_last() => self.open = Some(stream),
            Ok(_) | Err(End::Closed | End::Reset) => {}
            Err(_) => return Err(io::ErrorKind::TimedOut.into()),
        }
        Ok(time.as_secs_f64() * 1e6)
    }
}
