//! The set of probes: each thing by itself for each caller, and then mixtures.

use super::body::{BODIES, Body};
use super::fields::EXTRAS;
use super::path::{VARIANTS, Variant};
use super::{Behind, Probe, Version};
use crate::distinguisher::random::Random;

/// Methods that are there, that are not, and one in the wrong case: methods are case-sensitive
/// (RFC 9110 §9.1). `CONNECT` has no path.
const METHODS: [&str; 12] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW",
    "QUERY", "get",
];

/// At least so many probes, and at least the systematic ones.
pub(in super::super) fn generate(
    callers: usize,
    at_least: usize,
    http2: bool,
    random: &mut Random,
) -> Vec<Probe> {
    let mut probes: Vec<_> = (0..callers)
        .flat_map(|caller| systematic(caller, http2))
        .collect();
    while callers > 0 && probes.len() < at_least {
        probes.push(mixed(probes.len() % callers, http2, random));
    }
    probes
}

/// One thing at a time.
fn systematic(caller: usize, http2: bool) -> Vec<Probe> {
    let plain = || Probe::of(caller);
    let mut probes = Vec::new();
    for method in METHODS {
        for behind in [Behind::Nothing, Behind::Second, Behind::Pipelined] {
            probes.push(Probe {
                method,
                behind,
                ..plain()
            });
        }
    }
    for extra in EXTRAS {
        for method in ["GET", "OPTIONS"] {
            probes.push(Probe {
                method,
                extras: vec![extra],
                ..plain()
            });
        }
    }
    for body in BODIES {
        for behind in [Behind::Second, Behind::Pipelined] {
            probes.push(Probe {
                method: "POST",
                body,
                behind,
                ..plain()
            });
        }
        probes.push(Probe {
            method: "GET",
            body,
            ..plain()
        });
    }
    for variant in VARIANTS {
        probes.push(Probe { variant, ..plain() });
        probes.push(Probe {
            method: "POST",
            body: Body::Json,
            variant,
            ..plain()
        });
    }
    for (method, behind) in [
        ("GET", Behind::Nothing),
        ("GET", Behind::Second),
        ("POST", Behind::Second),
    ] {
        let version = Version::Http10;
        probes.push(Probe {
            method,
            version,
            behind,
            ..plain()
        });
    }
    if http2 {
        probes.extend(over_http2(caller));
    }
    probes.into_iter().map(Probe::possible).collect()
}

fn over_http2(caller: usize) -> Vec<Probe> {
    let plain = || Probe {
        version: Version::Http2,
        ..Probe::of(caller)
    };
    let methods = METHODS.map(|method| Probe { method, ..plain() });
    let extras = EXTRAS.map(|extra| Probe {
        extras: vec![extra],
        ..plain()
    });
    let bodies = BODIES.map(|body| Probe {
        method: "POST",
        body,
        ..plain()
    });
    let variants = VARIANTS.map(|variant| Probe { variant, ..plain() });
    methods
        .into_iter()
        .chain(extras)
        .chain(bodies)
        .chain(variants)
        .collect()
}

/// Several things at once.
fn mixed(caller: usize, http2: bool, random: &mut Random) -> Probe {
    let version = match random.below(8) {
        0 => Version::Http10,
        1 | 2 if http2 => Version::Http2,
        _ => Version::Http11,
    };
    let extras = (0..random.below(4)).map(|_| random.pick(&EXTRAS)).collect();
    let probe = Probe {
        caller,
        method: random.pick(&METHODS),
        variant: if random.chance(2) {
            Variant::Plain
        } else {
            random.pick(&VARIANTS)
        },
        version,
        extras,
        body: if random.chance(2) {
            Body::None
        } else {
            random.pick(&BODIES)
        },
        behind: random.pick(&[Behind::Nothing, Behind::Second, Behind::Pipelined]),
    };
    probe.possible()
}

#[cfg(test)]
mod tests {
    use super::{Random, generate};

    #[test]
    fn a_seed_makes_the_same_probes_again() {
        let texts = |seed| -> Vec<String> {
            let probes = generate(2, 2000, true, &mut Random::seeded(seed));
            probes.iter().map(ToString::to_string).collect()
        };
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
        assert_eq!(texts(1).len(), 2000);
    }

    #[test]
    fn every_caller_sends_the_systematic_ones() {
        let probes = generate(3, 0, true, &mut Random::seeded(1));
        let of = |caller| -> Vec<String> {
            let own = probes.iter().filter(|probe| probe.caller == caller);
            own.map(ToString::to_string).collect()
        };
        assert!(of(0).len() > 200, "{}", of(0).len());
        assert_eq!(of(0), of(1));
        assert_eq!(of(0), of(2));
    }
}
