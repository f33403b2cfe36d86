//! What came of it, for people and for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::difference::{Difference, Kind};
use super::observation::Observation;
use super::timing::{FALSE_ALARMS, Timing};

/// The result of an attack.
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) hidden: String,
    pub(super) miss: String,
    pub(super) seed: u64,
    /// How many pairs of requests were sent.
    pub pairs: usize,
    /// How many of them told the paths apart.
    pub differing: usize,
    /// By what.
    pub differences: Vec<Difference>,
    /// What differed and did not when it was asked again, so that it is not the path's doing.
    pub unsteady: Vec<Difference>,
    /// How often the path that does not exist was answered with which status, for each caller: whom
    /// an app makes wait, for one, finds out nothing.
    pub statuses: BTreeMap<String, BTreeMap<String, usize>>,
    /// In how many pairs.
    pub varying: usize,
    /// What time tells.
    pub timing: Vec<Timing>,
    /// Whether time ran out before all pairs were sent.
    pub cut_short: bool,
}

impl Report {
    /// Of an attack that begins.
    pub(super) fn of(hidden: &str, miss: &str, seed: u64) -> Self {
        Self {
            hidden: hidden.into(),
            miss: miss.into(),
            seed,
            pairs: 0,
            differing: 0,
            differences: Vec::new(),
            unsteady: Vec::new(),
            varying: 0,
            statuses: BTreeMap::new(),
            timing: Vec::new(),
            cut_short: false,
        }
    }

    /// Notes what the path that does not exist was answered with.
    pub(super) fn count(&mut self, caller: &str, miss: &Observation) {
        let statuses = self.statuses.entry(caller.to_owned()).or_default();
        for answer in &miss.answers {
            *statuses.entry(answer.status().to_owned()).or_default() += 1;
        }
    }

    /// Whether a difference of this kind was found.
    pub fn has(&self, kind: &Kind) -> bool {
        self.differences.iter().any(|it| it.finding.kind == *kind)
    }

    /// All kinds that were found.
    pub fn kinds(&self) -> BTreeSet<Kind> {
        self.differences
            .iter()
            .map(|it| it.finding.kind.clone())
            .collect()
    }

    /// Whether chance had next to no part in it, in at most one of a hundred pairs. A large body may
    /// have arrived when the answer is sent or not, and the connection goes on or not.
    pub fn is_steady(&self) -> bool {
        self.varying * 100 <= self.pairs.max(200)
    }

    /// Whether bytes or the connection told the paths apart. Time is another matter.
    pub fn tells(&self) -> bool {
        !self.differences.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            hidden,
            miss,
            seed,
            pairs,
            ..
        } = self;
        writeln!(f, "hidden {hidden}, miss {miss}, seed {seed}")?;
        if hidden.len() != miss.len() {
            writeln!(
                f,
                "note: the paths are of different lengths, so an answer that repeats them is too"
            )?;
        }
        if self.cut_short {
            writeln!(f, "note: time ran out before all pairs were sent")?;
        }
        match self.differing {
            0 => writeln!(f, "{pairs} pairs, 0 differences")?,
            differing => writeln!(f, "{pairs} pairs, {differing} of them differ")?,
        }
        grouped(f, &self.differences)?;
        if !self.unsteady.is_empty() {
            writeln!(f, "differed once, and not when asked again:")?;
            grouped(f, &self.unsteady)?;
        }
        writeln!(f, "what the miss was answered with:")?;
        for (caller, statuses) in &self.statuses {
            let counts: Vec<_> = statuses
                .iter()
                .map(|(it, n)| format!("{it} ({n})"))
                .collect();
            writeln!(f, "  {caller:24} {}", counts.join(", "))?;
        }
        times(f, &self.timing)
    }
}

fn grouped(f: &mut fmt::Formatter<'_>, differences: &[Difference]) -> fmt::Result {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for difference in differences {
        let finding = &difference.finding;
        groups
            .entry((&finding.kind, finding.behind))
            .or_default()
            .push(difference);
    }
    for ((kind, behind), group) in groups {
        let place = if behind { ", in the answer behind" } else { "" };
        writeln!(f, "  {kind}{place}: {} times", group.len())?;
        let callers: BTreeSet<_> = group.iter().map(|it| it.caller.as_str()).collect();
        let callers: Vec<_> = callers.into_iter().collect();
        writeln!(f, "    callers: {}", callers.join(", "))?;
        if let Some(first) = group.first() {
            writeln!(f, "    as in {} ({})", first.probe, first.caller)?;
            writeln!(f, "      hidden: {}", short(&first.finding.hidden))?;
            writeln!(f, "      miss:   {}", short(&first.finding.miss))?;
        }
    }
    Ok(())
}

fn times(f: &mut fmt::Formatter<'_>, timing: &[Timing]) -> fmt::Result {
    let Some(first) = timing.first() else {
        return Ok(());
    };
    writeln!(
        f,
        "time, by {} samples of each path; by chance one report in {:.0} says DIFFERS:",
        first.samples,
        1.0 / FALSE_ALARMS
    )?;
    for it in timing {
        writeln!(
            f,
            "  {:24} hidden {:8.1} µs, miss {:8.1} µs, hidden slower in {:4.1} % of pairs, p = {:.4} {}",
            it.caller,
            it.hidden_median,
            it.miss_median,
            it.ranks.superiority * 100.0,
            it.ranks.p,
            if it.tells() { "DIFFERS" } else { "alike" }
        )?;
    }
    Ok(())
}

/// A line that fits on a screen.
fn short(text: &str) -> String {
    const MOST: usize = 160;
    let shown = text
        .chars()
        .take(MOST)
        .map(|it| if it.is_control() { '·' } else { it });
    let mut line: String = shown.collect();
    if text.chars().nth(MOST).is_some() {
        line.push('…');
    }
    line
}
