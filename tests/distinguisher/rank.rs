//! Whether one of two sets of numbers tends to be larger: the rank test of Mann and Whitney (1947).

use std::f64::consts::SQRT_2;

/// What the ranks of two samples say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranks {
    /// Of how many pairs of a first and a second number the first is larger; equal ones count half.
    pub u: f64,
    /// The same as a share of all pairs, from 0 to 1: 0.5 where none is larger. The effect's size.
    pub superiority: f64,
    /// How often chance alone would make so large a difference, either way.
    pub p: f64,
}

impl Ranks {
    /// Compares two samples, by the normal approximation with corrections for ties and for
    /// continuity. It is good from about 20 numbers each.
    pub fn of(first: &[f64], second: &[f64]) -> Self {
        let (n, m) = (count(first), count(second));
        let pairs = n * m;
        if pairs == 0.0 {
            return Self {
                u: 0.0,
                superiority: 0.5,
                p: 1.0,
            };
        }
        let Ranked { sum, ties } = rank(first, second);
        let u = sum - n * (n + 1.0) / 2.0;
        let all = n + m;
        let variance = pairs / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
        let distance = ((u - pairs / 2.0).abs() - 0.5).max(0.0);
        let p = if variance > 0.0 {
            // Both tails of the normal distribution.
            libm::erfc(distance / variance.sqrt() / SQRT_2)
        } else {
            1.0
        };
        Self {
            u,
            superiority: u / pairs,
            p,
        }
    }
}

struct Ranked {
    /// The ranks of the first sample, added up.
    sum: f64,
    /// t³ − t for each group of t equal numbers, added up.
    ties: f64,
}

/// Ranks both samples together. Equal numbers share the mean of their ranks.
fn rank(first: &[f64], second: &[f64]) -> Ranked {
    let first = first.iter().map(|it| (*it, true));
    let second = second.iter().map(|it| (*it, false));
    let mut all: Vec<_> = first.chain(second).collect();
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut ranked = Ranked {
        sum: 0.0,
        ties: 0.0,
    };
    let mut below = 0.0;
    for equal in all.chunk_by(|(a, _), (b, _)| a.total_cmp(b).is_eq()) {
        let size = count(equal);
        let rank = below + f64::midpoint(size, 1.0);
        let of_first = equal.iter().filter(|(_, is_first)| *is_first);
        ranked.sum += rank * of_first.map(|_| 1.0).sum::<f64>();
        ranked.ties += size.powi(3) - size;
        below += size;
    }
    ranked
}

#[expect(clippy::cast_precision_loss, reason = "nobody takes 2^52 samples")]
fn count<T>(of: &[T]) -> f64 {
    of.len() as f64
}

#[cfg(test)]
mod tests {
    use super::Ranks;

    #[track_caller]
    fn assert_near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    /// Five and four numbers without a tie: 17 of 20 pairs, z = 6.5 / √(20 · 10 / 12).
    #[test]
    fn a_small_sample_has_the_value_that_tables_give() {
        let ranks = Ranks::of(&[19., 22., 16., 29., 24.], &[20., 11., 17., 12.]);
        assert_near(ranks.u, 17.0);
        assert_near(ranks.superiority, 0.85);
        assert_near(ranks.p, 0.111_346_886_533_140_41);
    }

    /// Ranks 1, 3, 3 and 3, 5.5, 5.5: u = 1, variance = 9/12 · (7 − 30/30) = 4.5, z = 3 / √4.5 = √2,
    /// and the tails are erfc(1).
    #[test]
    fn ties_share_their_rank_and_lessen_the_variance() {
        let ranks = Ranks::of(&[1., 2., 2.], &[2., 3., 3.]);
        assert_near(ranks.u, 1.0);
        assert_near(ranks.p, 0.157_299_207_050_285_13);
    }

    #[test]
    fn the_order_of_the_samples_turns_the_effect_and_not_the_chance() {
        let (a, b) = ([1., 4., 4., 9., 10.], [2., 4., 5., 7.]);
        let (ab, ba) = (Ranks::of(&a, &b), Ranks::of(&b, &a));
        assert_near(ab.superiority + ba.superiority, 1.0);
        assert_near(ab.p, ba.p);
    }

    #[test]
    fn alike_samples_tell_nothing_and_separate_ones_everything() {
        let numbers: Vec<f64> = (0..200).map(f64::from).collect();
        let alike = Ranks::of(&numbers, &numbers);
        assert_near(alike.superiority, 0.5);
        assert_near(alike.p, 1.0);
        let later: Vec<f64> = numbers.iter().map(|it| it + 1000.0).collect();
        let apart = Ranks::of(&later, &numbers);
        assert_near(apart.superiority, 1.0);
        assert!(apart.p < 1e-60, "{apart:?}");
    }

    #[test]
    fn nothing_and_constants_tell_nothing() {
        assert_near(Ranks::of(&[], &[1.0]).p, 1.0);
        assert_near(Ranks::of(&[3.0; 30], &[3.0; 30]).p, 1.0);
    }
}
