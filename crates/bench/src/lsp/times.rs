//! Samples of time, and their presentation.

use std::time::{Duration, Instant};

/// The number of samples: this many, or as many as fit into the time, but never fewer than
/// [`FEWEST`].
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) samples: usize,
    pub(crate) time: Duration,
}

/// The minimal number of samples.
const FEWEST: usize = 5;

/// Sorted.
#[derive(Clone)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Takes samples after a warm-up of a twentieth of the budget.
    pub(crate) fn take<E>(
        budget: Budget,
        mut sample: impl FnMut() -> Result<Duration, E>,
    ) -> Result<Self, E> {
        let start = Instant::now();
        for _ in 0..budget.samples.div_ceil(20) {
            sample()?;
            if start.elapsed() > budget.time / 20 {
                break;
            }
        }
        let start = Instant::now();
        let mut times = Vec::new();
        while times.len() < budget.samples
            && (times.len() < FEWEST || start.elapsed() < budget.time)
        {
            times.push(sample()?);
        }
        Ok(Self::from(times))
    }

    /// Takes samples of several things alternately, after one of each to warm up, so that a slow
    /// minute affects all of them. Things whose time is used up are skipped; one that fails is not
    /// repeated.
    pub(crate) fn by_turns<T, E>(
        budget: Budget,
        things: &[T],
        mut sample: impl FnMut(&T) -> Result<Duration, E>,
    ) -> Vec<Result<Self, E>> {
        let mut taken: Vec<_> =
            things.iter().map(|thing| sample(thing).map(|_| Vec::new())).collect();
        for _ in 0..budget.samples {
            for (thing, taken) in things.iter().zip(&mut taken) {
                let Ok(times) = taken else { continue };
                let is_over = times.iter().sum::<Duration>() > budget.time;
                if times.len() >= FEWEST && is_over {
                    continue;
                }
                match sample(thing) {
                    Ok(time) => times.push(time),
                    Err(error) => *taken = Err(error),
                }
            }
        }
        taken.into_iter().map(|times| times.map(Self::from)).collect()
    }

    /// Returns the least time that this percentage of the samples does not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// Returns the number of samples.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

impl From<Vec<Duration>> for Times {
    fn from(mut times: Vec<Duration>) -> Self {
        times.sort();
        Self(times)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| milliseconds(self.percentile(percent)));
        write!(out, "{p50} / {p95} / {p99}")?;
        // With fewer than a hundred samples, the 99th percentile is the maximum.
        if self.count() < 100 { write!(out, " ({})", self.count()) } else { Ok(()) }
    }
}

/// Returns milliseconds with three digits.
pub(crate) fn milliseconds(time: Duration) -> String {
    let time = time.as_secs_f64() * 1e3;
    let digits = if time < 9.995 {
        2
    } else if time < 99.95 {
        1
    } else {
        0
    };
    format!("{time:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples() {
        let times = |count: u64| Times((1..=count).map(Duration::from_millis).collect());
        assert_eq!(times(200).percentile(50), Duration::from_millis(100));
        assert_eq!(times(200).percentile(99), Duration::from_millis(198));
        assert_eq!(times(1).percentile(50), Duration::from_millis(1));
        assert_eq!(times(5).to_string(), "3.00 / 5.00 / 5.00 (5)");
    }

    #[test]
    fn turns_go_round_until_the_time_is_up_or_one_fails() {
        let budget = Budget { samples: 7, time: Duration::from_secs(2) };
        let mut turns = String::new();
        let taken = Times::by_turns(budget, &["quick", "slow", "broken"], |thing| {
            turns.push_str(&thing[..1]);
            match (*thing, turns.matches('b').count()) {
                ("quick", _) => Ok(Duration::from_millis(1)),
                ("slow", _) => Ok(Duration::from_secs(1)),
                (_, 1) => Ok(Duration::from_secs(1)),
                _ => Err("it is broken"),
            }
        });
        assert_eq!(turns, "qsbqsbqsqsqsqsqq");
        let counts: Vec<_> =
            taken.into_iter().map(|times| times.map(|times| times.count())).collect();
        assert_eq!(counts, [Ok(7), Ok(5), Err("it is broken")]);
    }

    #[test]
    fn three_digits_are_shown() {
        let shown = |microseconds| milliseconds(Duration::from_micros(microseconds));
        assert_eq!(shown(123), "0.12");
        assert_eq!(shown(9_999), "10.0");
        assert_eq!(shown(123_456), "123");
    }
}
