import { macros, named, rule, typedRule, type Rules } from './rule.js';

/** Databend's bitmaps: sets of numbers. */
export const BITMAPS: Rules = {
  to_bitmap: typedRule('a', 'fn.to_bitmap'),
  build_bitmap: rule('a', 'fn.bitmap_of'),
  ...macros('number', { bitmap_count: 'a', bitmap_min: 'a', bitmap_max: 'a' }),
  bitmap_cardinality: rule('a', 'fn.bitmap_count', 'number'),
  ...macros('boolean', { bitmap_contains: 'an', bitmap_has_any: 'aa', bitmap_has_all: 'aa' }),
  ...macros('unknown', { bitmap_and: 'aa', bitmap_or: 'aa', bitmap_xor: 'aa', sub_bitmap: 'aii', bitmap_subset_in_range: 'aii', bitmap_subset_limit: 'aii' }),
  bitmap_to_array: rule('a', 'fn.members_of'),
  ...named('bitmap_not bitmap_and_not', rule('aa', 'fn.bitmap_not')),
};
