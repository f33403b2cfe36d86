//! The attack: every probe for both paths, what differs asked again, and the clock at hand.

use std::io::{self, ErrorKind};
use std::time::Instant;

use super::comparison::compare;
use super::difference::Difference;
use super::exchange::exchange;
use super::http2::Http2;
use super::judgement::judge;
use super::normal::{Spellings, normal};
use super::observation::Observation;
use super::plan::Distinguisher;
use super::probe::{Probe, Version, generate};
use super::random::Random;
use super::report::Report;
use super::timing::{sample, timing};

impl Distinguisher {
    /// Attacks.
    ///
    /// # Errors
    ///
    /// When a path does not begin with a slash, when there is no caller, and when the app cannot be
    /// reached.
    pub fn run(&self) -> io::Result<Report> {
        for path in [&self.hidden, &self.miss] {
            if !path.starts_with('/') {
                let why = format!("the path {path:?} does not begin with a slash");
                return Err(io::Error::new(ErrorKind::InvalidInput, why));
            }
        }
        if self.callers.is_empty() {
            return Err(io::Error::new(ErrorKind::InvalidInput, "nobody asks"));
        }
        let end = Instant::now() + self.limit;
        let mut random = Random::seeded(self.seed);
        let mut report = self.compare(end, &mut random)?;
        self.time(end, &mut random, &mut report)?;
        Ok(report)
    }

    fn compare(&self, end: Instant, random: &mut Random) -> io::Result<Report> {
        let http2 = Http2::new()?;
        let probes = generate(self.callers.len(), self.pairs, self.http2.is_some(), random);
        let probes: Vec<_> = probes.into_iter().step_by(self.every).collect();
        self.check_http2(&http2)?;
        let mut report = Report::of(&self.hidden, &self.miss, self.seed);
        for probe in &probes {
            if Instant::now() > end {
                report.cut_short = true;
                break;
            }
            self.ask(probe, &http2, random, &mut report)?;
            report.pairs += 1;
            (self.progress)(report.pairs, probes.len());
        }
        Ok(report)
    }

    /// That something speaks HTTP/2 there, for two failures would be alike.
    fn check_http2(&self, http2: &Http2) -> io::Result<()> {
        let Some(address) = self.http2 else {
            return Ok(());
        };
        let plain = http2.exchange(address, &Probe::of(0), &self.callers[0], &self.miss)?;
        if plain.answers.is_empty() {
            let why = format!("{address} does not speak HTTP/2 with prior knowledge");
            return Err(io::Error::other(why));
        }
        Ok(())
    }

    /// Asks for both, and again if anything differs.
    fn ask(
        &self,
        probe: &Probe,
        http2: &Http2,
        random: &mut Random,
        report: &mut Report,
    ) -> io::Result<()> {
        /// Who knows already that the paths differ need not be sure of each way.
        const WELL_KNOWN: usize = 20;
        let [hidden, miss] = self.both(probe, http2, random)?;
        let caller = self.callers[probe.caller].name();
        report.count(caller, &miss);
        let findings = compare(&hidden, &miss);
        if findings.is_empty() {
            return Ok(());
        }
        let (mut all_hidden, mut all_miss) = (vec![hidden], vec![miss]);
        for _ in 0..if report.differing < WELL_KNOWN { 5 } else { 1 } {
            let [hidden, miss] = self.both(probe, http2, random)?;
            all_hidden.push(hidden);
            all_miss.push(miss);
        }
        let (steady, unsteady) = judge(findings, &all_hidden, &all_miss);
        let difference = |finding| Difference {
            finding,
            caller: caller.to_owned(),
            probe: probe.to_string(),
        };
        report.differing += usize::from(!steady.is_empty());
        report.varying += usize::from(!unsteady.is_empty());
        report
            .differences
            .extend(steady.into_iter().map(difference));
        report.unsteady.extend(unsteady.into_iter().map(difference));
        Ok(())
    }

    /// What a probe of each path gets, asked in a random order.
    fn both(
        &self,
        probe: &Probe,
        http2: &Http2,
        random: &mut Random,
    ) -> io::Result<[Observation; 2]> {
        (self.before_each)();
        if random.chance(2) {
            let hidden = self.observe(probe, http2, &self.hidden)?;
            Ok([hidden, self.observe(probe, http2, &self.miss)?])
        } else {
            let miss = self.observe(probe, http2, &self.miss)?;
            Ok([self.observe(probe, http2, &self.hidden)?, miss])
        }
    }

    fn observe(&self, probe: &Probe, http2: &Http2, path: &str) -> io::Result<Observation> {
        let caller = &self.callers[probe.caller];
        let seen = match (probe.version, self.http2) {
            (Version::Http2, Some(address)) => http2.exchange(address, probe, caller, path)?,
            _ => exchange(self.address, probe, caller, path)?,
        };
        let target = probe.variant.applied(path, "");
        Ok(normal(seen, &Spellings::of(path, &target)))
    }

    fn time(&self, end: Instant, random: &mut Random, report: &mut Report) -> io::Result<()> {
        if self.samples == 0 {
            return Ok(());
        }
        for caller in &self.callers {
            if Instant::now() > end {
                report.cut_short = true;
                break;
            }
            let paths = [self.hidden.as_str(), &self.miss];
            let before_each = &*self.before_each;
            let mut times = sample(
                self.address,
                caller,
                paths,
                self.samples,
                random,
                before_each,
            )?;
            report
                .timing
                .push(timing(caller, &mut times, self.callers.len()));
        }
        Ok(())
    }
}
