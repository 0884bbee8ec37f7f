-- Aggregates of Databend, made of the list of a group's values.

-- Of each value and the ones before it, `n` together, or all (of an average the divisor stays the same where there are fewer).
CREATE MACRO fn.moving_sum(l, n) AS list_transform(l, lambda x, i : list_sum(l[greatest(i - coalesce(n, len(l)) + 1, 1):i]));
CREATE MACRO fn.moving_avg(l, n) AS list_transform(l, lambda x, i : CAST(list_sum(l[greatest(i - coalesce(n, len(l)) + 1, 1):i]) AS DOUBLE) / coalesce(n, len(l)));

-- The value at which the weights reach their share of the total; `l` is in order. (What is carried along has the type of the elements.)
CREATE MACRO fn.weight_reached(l, wanted) AS list_reduce(CAST(l AS STRUCT("value" DOUBLE, weight DOUBLE)[]), lambda s, e : {'value': CASE WHEN (s).weight < wanted THEN (e)."value" ELSE (s)."value" END, 'weight': (s).weight + (e).weight}, {'value': NULL::DOUBLE, 'weight': 0.0::DOUBLE});
CREATE MACRO fn.weighted_quantile(l, level) AS CASE WHEN len(l) > 0 THEN struct_extract(fn.weight_reached(l, level * list_sum(list_transform(CAST(l AS STRUCT("value" DOUBLE, weight DOUBLE)[]), lambda e : (e).weight))), 'value') END;

-- When an event was: microseconds of a point in time, days of a DATE, or a number.
CREATE MACRO fn.event_time(t) AS CAST(t AS BIGINT), (t TIMESTAMP) AS epoch_us(t), (t DATE) AS CAST(t - DATE '1970-01-01' AS BIGINT), (t VARCHAR) AS epoch_us(fn.text_time(t)), (t BIGINT) AS t, (t UBIGINT) AS CAST(t AS BIGINT), (t DOUBLE) AS CAST(t AS BIGINT);
-- An event is its time and a 1 for each condition that it meets. Carried along is when the first condition had come true for those who got
-- as far as each; an event begins anew or goes one further.
CREATE MACRO fn.funnel_step(s, e, n, w) AS list_transform(range(0, n + 1), lambda i : CASE WHEN i = 0 OR e[i + 1] = 0 THEN s[i + 1] WHEN i = 1 THEN e[1] WHEN e[1] <= s[i] + w THEN s[i] ELSE s[i + 1] END);
CREATE MACRO fn.funnel_times(events, n, w) AS list_reduce(CAST(events AS BIGINT[][]), lambda s, e : fn.funnel_step(s, e, n, w), list_transform(range(0, n + 1), lambda i : NULL::BIGINT));
CREATE MACRO fn.funnel_level(events, n, w) AS CAST(coalesce(list_max(list_transform(fn.funnel_times(events, n, w), lambda t, i : CASE WHEN t IS NOT NULL THEN i - 1 END)), 0) AS UTINYINT);
