-- Bitmaps of Databend: a tuple of one field, the numbers in order, each once.
CREATE MACRO fn.bitmap_of(numbers) AS CASE WHEN numbers IS NOT NULL THEN {'bitmap_values': list_sort(list_distinct(CAST(numbers AS UBIGINT[])))} END;
CREATE MACRO fn.members_of(b) AS struct_extract(b, 'bitmap_values');
CREATE MACRO fn.to_bitmap(x) AS fn.bitmap_of([x]), (x VARCHAR) AS fn.bitmap_of(list_filter(string_split(x, ','), lambda n : trim(n) <> '')), (x STRUCT(bitmap_values UBIGINT[])) AS x;
CREATE MACRO fn.bitmap_count(b) AS CAST(len(fn.members_of(b)) AS UBIGINT);
CREATE MACRO fn.bitmap_contains(b, n) AS list_contains(fn.members_of(b), TRY_CAST(n AS UBIGINT));
CREATE MACRO fn.bitmap_has_any(a, b) AS list_has_any(fn.members_of(a), fn.members_of(b));
CREATE MACRO fn.bitmap_has_all(a, b) AS list_has_all(fn.members_of(a), fn.members_of(b));
CREATE MACRO fn.bitmap_min(b) AS fn.members_of(b)[1];
CREATE MACRO fn.bitmap_max(b) AS fn.members_of(b)[-1];
CREATE MACRO fn.bitmap_and(a, b) AS fn.bitmap_of(list_intersect(fn.members_of(a), fn.members_of(b)));
CREATE MACRO fn.bitmap_or(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN fn.bitmap_of(list_concat(fn.members_of(a), fn.members_of(b))) END;
CREATE MACRO fn.bitmap_not(a, b) AS CASE WHEN b IS NOT NULL THEN fn.bitmap_of(list_filter(fn.members_of(a), lambda n : NOT list_contains(fn.members_of(b), n))) END;
CREATE MACRO fn.bitmap_xor(a, b) AS fn.bitmap_or(fn.bitmap_not(a, b), fn.bitmap_not(b, a));
CREATE MACRO fn.sub_bitmap(b, start, n) AS fn.bitmap_of(list_slice(fn.members_of(b), CAST(start AS BIGINT) + 1, CAST(start + n AS BIGINT)));
CREATE MACRO fn.bitmap_subset_in_range(b, low, high) AS fn.bitmap_of(list_filter(fn.members_of(b), lambda n : n >= low AND n < high));
CREATE MACRO fn.bitmap_subset_limit(b, low, n) AS fn.bitmap_of(list_slice(list_filter(fn.members_of(b), lambda m : m >= low), 1, CAST(n AS BIGINT)));
-- Of a group, from the list of the members of each.
CREATE MACRO fn.bitmap_united(lists) AS fn.bitmap_of(flatten(lists));
CREATE MACRO fn.bitmap_common(lists) AS fn.bitmap_of(list_reduce(list_filter(lists, lambda l : l IS NOT NULL), lambda a, b : list_intersect(a, b)));
CREATE MACRO fn.symmetric(a, b) AS list_concat(list_filter(a, lambda n : NOT list_contains(b, n)), list_filter(b, lambda n : NOT list_contains(a, n)));
CREATE MACRO fn.bitmap_odd(lists) AS fn.bitmap_of(list_reduce(list_filter(lists, lambda l : l IS NOT NULL), lambda a, b : fn.symmetric(a, b)));
CREATE MACRO fn.bitmap_left(lists) AS fn.bitmap_of(list_reduce(list_filter(lists, lambda l : l IS NOT NULL), lambda a, b : list_filter(a, lambda n : NOT list_contains(b, n))));
