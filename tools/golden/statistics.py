"""Prints the numbers that the rule miner's statistics are held against, made by statsmodels, SciPy and mpmath.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python statistics.py > ../../services/ruleminer/internal/mine/testdata/golden.json

The data are drawn here, too, so that the file says both: what came in and what comes out.
"""

import hashlib
import itertools
import json

import mpmath
import numpy as np
import statsmodels.api as sm
from scipy.optimize import brentq
from statsmodels.stats.multitest import multipletests

SHARDS, RHO, RIDGE, ALPHA = 64, 2.0, 25.0, 0.05
ASPECTS = 4
mpmath.mp.dps = 22


def draw(rng, n=400):
    """Observations of two groups: user, aspects, satisfied, reliability in thousandths, stratum, group."""
    rows = []
    for i in range(n):
        group, stratum = i % 2, int(rng.integers(3))
        shared = rng.random() < 0.5
        aspects = [int(rng.random() < (0.65 if shared and a < 3 else 0.35)) for a in range(ASPECTS)]
        p = 0.5 + 0.15 * aspects[0] * (1 - 2 * group) - 0.2 * aspects[1] + 0.1 * stratum
        rows.append((f"u{rng.integers(120)}", aspects, int(rng.random() < p), int(rng.integers(200, 1001)), stratum, group))
    return rows


def shard(user):
    return hashlib.sha256(user.encode()).digest()[0] % SHARDS


def variances(x, info, sigma2):
    """Between-shard variance of each column of shard sums, raised to the model's times the design effect."""
    between = SHARDS * x.var(axis=0, ddof=0) * SHARDS / (SHARDS - 1)
    deff = max(1.0, float(np.median(between / (info * sigma2))))
    return np.maximum(deff * info * sigma2, between), deff


def scores(rows):
    r = np.array([row[3] for row in rows]) / 1000
    w, y = r**2, (np.array([row[2] for row in rows]) - (1 - r) / 2) / r
    a = np.array([row[1] for row in rows], float)
    strata = np.array([[float(row[4] == s) for s in range(3)] for row in rows])
    null = sm.WLS(y, strata, weights=w).fit()
    # Within strata: what is left of the aspects when the strata have explained what they can.
    left = np.column_stack([sm.WLS(a[:, k], strata, weights=w).fit().resid for k in range(ASPECTS)])
    x = np.zeros((SHARDS, ASPECTS))
    for i, row in enumerate(rows):
        x[shard(row[0])] += w[i] * left[i] * null.resid[i]
    c = left.T @ (left * w[:, None])
    sigma2 = null.mse_resid
    v, deff = variances(x, np.diag(c), sigma2)
    marginal = [{"s": float(x[:, k].sum()), "d": float(c[k, k]), "v": float(v[k])} for k in range(ASPECTS)]
    p = np.linalg.inv(c + np.diag(np.diag(c)) * RIDGE / len(rows))
    paa = np.diag(p)
    xt = x @ p / paa
    vt, _ = variances(xt, np.diag(p @ c @ p) / paa**2, sigma2)
    dt = np.diag(p @ c) / paa
    adjusted = [{"s": float(xt[:, k].sum()), "d": float(dt[k]), "v": float(vt[k])} for k in range(ASPECTS)]
    return {
        "sigma2": float(sigma2),
        "deff": deff,
        "marginal": marginal,
        "adjusted": adjusted,
        # Estimates by regression: one aspect with the strata, and all of them, without ridge.
        "alone": [float(sm.WLS(y, np.column_stack([a[:, k], strata]), weights=w).fit().params[0]) for k in range(ASPECTS)],
        "together": [float(b) for b in sm.WLS(y, np.column_stack([a, strata]), weights=w).fit().params[:ASPECTS]],
    }


def log_e(s, v, rho=RHO):
    """log of the half-normal mixture of exp(l s - l^2 v/2), by quadrature around its peak."""
    s, v, rho = mpmath.mpf(s), mpmath.mpf(v), mpmath.mpf(rho)
    top = max(s / (v + rho), mpmath.mpf(0))
    scale = 1 / mpmath.sqrt(v + rho)
    value = lambda l: 2 * mpmath.npdf(l, 0, 1 / mpmath.sqrt(rho)) * mpmath.exp(l * s - l * l * v / 2)
    ends = [0] + [top + k * scale for k in (-12, -6, -2, 0, 2, 6, 12, 40) if top + k * scale > 0]
    return float(mpmath.log(mpmath.quad(value, ends)))


def interval(score):
    """The effects for which the two-sided mixture does not reach 1/alpha, by root finding."""
    s, d, v = score["s"], score["d"], score["v"]
    both = lambda theta: np.logaddexp(log_e(s - theta * d, v), log_e(theta * d - s, v)) - np.log(2 / ALPHA)
    at = s / d
    return [brentq(both, at - 2, at, xtol=1e-12), brentq(both, at, at + 2, xtol=1e-12)]


def divergence(a, b):
    """The difference of two independent estimates: variance is that of a difference, information as two samples have it."""
    d = 1 / (1 / a["d"] + 1 / b["d"])
    effect = a["s"] / a["d"] - b["s"] / b["d"]
    return {"s": effect * d, "d": d, "v": (a["v"] / a["d"] ** 2 + b["v"] / b["d"] ** 2) * d**2}


def closed(e, alpha):
    """The largest number of the largest e-values that closed e-BH confirms, every set of hypotheses looked at."""
    e = sorted(e, reverse=True)
    for k in range(len(e), 0, -1):
        if all(
            np.mean([e[i] for i in some]) >= sum(i < k for i in some) / (alpha * k)
            for size in range(1, len(e) + 1)
            for some in itertools.combinations(range(len(e)), size)
        ):
            return k
    return 0


def families(rng):
    """e-BH is BH on 1/e."""
    for _ in range(12):
        logs = np.round(rng.exponential(2.5, size=10) - 0.5, 3)
        e = np.exp(logs)
        yield {
            "log_e": logs.tolist(),
            "ebh": int(multipletests(np.minimum(1 / e, 1), 0.1, method="fdr_bh")[0].sum()),
            "closed": closed(e.tolist(), 0.1),
        }


def main():
    rng = np.random.default_rng(8)
    rows = draw(rng)
    groups = [scores([r for r in rows if r[5] == g]) for g in range(2)]
    apart = [divergence(a, b) for a, b in zip(groups[0]["marginal"], groups[1]["marginal"])]
    for score in groups[0]["marginal"] + groups[0]["adjusted"] + apart:
        score["log_e"], score["interval"] = log_e(score["s"], score["v"]), interval(score)
    json.dump(
        {
            "made_by": "tools/golden/statistics.py",
            "rows": [f"{u} {''.join(map(str, a))} {s} {q} {st} {g}" for u, a, s, q, st, g in rows],
            "groups": groups,
            "divergence": apart,
            "families": list(families(rng)),
        },
        fp=__import__("sys").stdout,
        indent=1,
    )
    print()


main()
