//! Whether a difference is the path's doing or chance, by asking again.

use std::collections::BTreeSet;

use super::comparison::compare;
use super::difference::{Finding, Kind};
use super::observation::Observation;

/// Which findings the path makes, and which are chance. Chance is what may come out equal when it is
/// asked again, and what differs from time to time for one path as it does for the other.
pub(super) fn judge(
    findings: Vec<Finding>,
    hidden: &[Observation],
    miss: &[Observation],
) -> (Vec<Finding>, Vec<Finding>) {
    let is_equal = |it: &Observation| miss.iter().any(|other| compare(it, other).is_empty());
    if hidden.iter().any(is_equal) {
        return (Vec::new(), findings);
    }
    let varying = [hidden, miss].map(variations);
    findings.into_iter().partition(|finding| {
        let place = (finding.kind.clone(), finding.behind);
        !varying.iter().all(|places| places.contains(&place))
    })
}

/// Where answers for one and the same path differ.
fn variations(seen: &[Observation]) -> BTreeSet<(Kind, bool)> {
    let neighbours = seen.iter().zip(seen.iter().skip(1));
    let findings = neighbours.flat_map(|(one, next)| compare(one, next));
    findings
        .map(|finding| (finding.kind, finding.behind))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::observation::{Answer, End, Observation};
    use super::{compare, judge};

    fn with(body: &str) -> Observation {
        let answer = Answer {
            body: body.as_bytes().to_vec(),
            ..Answer::default()
        };
        Observation {
            answers: vec![answer],
            rest: Vec::new(),
            end: End::Closed,
        }
    }

    fn judged(hidden: &[Observation], miss: &[Observation]) -> [usize; 2] {
        let findings = compare(&hidden[0], &miss[0]);
        let (steady, unsteady) = judge(findings, hidden, miss);
        [steady.len(), unsteady.len()]
    }

    #[test]
    fn chance_is_told_from_what_the_path_does() {
        // Always, sometimes, at random for both, at random for one.
        assert_eq!(
            judged(&[with("a"), with("a")], &[with("b"), with("b")]),
            [1, 0]
        );
        assert_eq!(
            judged(&[with("a"), with("b")], &[with("b"), with("b")]),
            [0, 1]
        );
        assert_eq!(
            judged(&[with("a"), with("b")], &[with("c"), with("d")]),
            [0, 1]
        );
        assert_eq!(
            judged(&[with("a"), with("b")], &[with("c"), with("c")]),
            [1, 0]
        );
    }
}
