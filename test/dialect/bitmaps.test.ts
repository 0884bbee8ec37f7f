import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDialect, type Dialect } from '../support/dialect.js';

let dialect: Dialect;

beforeAll(async () => {
  dialect = await openDialect();
});

afterAll(() => dialect.close());

it.each<[string, unknown[][]]>([
  ["SELECT to_bitmap('3,1,2,1'), to_bitmap(7), build_bitmap([1, NULL]), to_bitmap(NULL), typeof(to_bitmap('1')), '1,2'::BITMAP::STRING", [['<bitmap binary>', '<bitmap binary>', '<bitmap binary>', null, 'BITMAP', '1,2']]],
  ["SELECT to_string(to_bitmap('3,1,2,1')), to_string(to_bitmap('')), bitmap_count(build_bitmap([5, 5, 9])), bitmap_min(to_bitmap('4,2')), bitmap_max(to_bitmap('4,2')), bitmap_contains(to_bitmap('4,2'), 2), bitmap_contains(to_bitmap('4'), -1)", [['1,2,3', '', 2, 2, 4, true, null]]],
  ["SELECT to_string(bitmap_and(a, b)), to_string(bitmap_or(a, b)), to_string(bitmap_xor(a, b)), to_string(bitmap_and_not(a, b)), bitmap_has_any(a, b), bitmap_has_all(a, b) FROM (SELECT to_bitmap('1,2,3') a, to_bitmap('3,4') b) t", [['3', '1,2,3,4', '1,2,4', '1,2', true, false]]],
  ["SELECT to_string(sub_bitmap(b, 1, 2)), to_string(bitmap_subset_in_range(b, 2, 4)), to_string(bitmap_subset_limit(b, 2, 2)) FROM (SELECT to_bitmap('1,2,3,4,5') b) t", [['2,3', '2,3', '2,3']]],
  ["SELECT number % 2 g, to_string(bitmap_union(to_bitmap(number))), to_string(bitmap_intersect(build_bitmap([number, 100]))), bitmap_count(bitmap_union(to_bitmap(number))) FROM numbers(5) GROUP BY g ORDER BY g", [[0, '0,2,4', '100', 3], [1, '1,3', '100', 2]]],
  ['SELECT bitmap_union(to_bitmap(number)) FROM numbers(3) WHERE number > 9', [[null]]],
])('%s', async (sql, expected) => {
  expect(await dialect.rows(sql)).toEqual(expected);
});

it('says what is no bitmap', async () => {
  await expect(dialect.rows("SELECT to_bitmap('1,x')")).rejects.toThrow("'x'");
  await expect(dialect.rows('SELECT to_bitmap(-1)')).rejects.toThrow('-1');
});
