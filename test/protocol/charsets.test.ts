import { expect, test } from 'vitest';
import { CHARACTER_SETS, characterSetNamed } from '../../protocol/charsets/character-sets.js';
import { collationNamed, collationWithId, COLLATIONS } from '../../protocol/charsets/collations.js';

test('there are the 41 character sets and 286 collations of MySQL 8.4', () => {
  expect(CHARACTER_SETS).toHaveLength(41);
  expect(COLLATIONS).toHaveLength(286);
  expect(new Set(COLLATIONS.map(({ id }) => id)).size).toBe(286);
});

test('every collation belongs to a character set, and every character set has one default', () => {
  for (const { characterSet } of COLLATIONS) expect(characterSetNamed(characterSet), characterSet).toBeDefined();
  for (const { name, defaultCollation } of CHARACTER_SETS) {
    expect(COLLATIONS.filter(({ characterSet, isDefault }) => characterSet === name && isDefault).map((collation) => collation.name)).toEqual([defaultCollation]);
  }
});

// Rows of SHOW COLLATION in the MySQL 8.4 manual and of clients' own tables.
test.each([
  [8, 'latin1_swedish_ci', 'latin1', true, 1, 'PAD SPACE'],
  [33, 'utf8mb3_general_ci', 'utf8mb3', true, 1, 'PAD SPACE'],
  [45, 'utf8mb4_general_ci', 'utf8mb4', false, 1, 'PAD SPACE'],
  [46, 'utf8mb4_bin', 'utf8mb4', false, 1, 'PAD SPACE'],
  [63, 'binary', 'binary', true, 1, 'NO PAD'],
  [224, 'utf8mb4_unicode_ci', 'utf8mb4', false, 8, 'PAD SPACE'],
  [255, 'utf8mb4_0900_ai_ci', 'utf8mb4', true, 0, 'NO PAD'],
  [309, 'utf8mb4_0900_bin', 'utf8mb4', false, 1, 'NO PAD'],
] as const)('collation %d is %s', (id, name, characterSet, isDefault, sortLength, padAttribute) => {
  const collation = { id, name, characterSet, isDefault, sortLength, padAttribute };
  expect(collationWithId(id)).toEqual(collation);
  expect(collationNamed(name.toUpperCase())).toEqual(collation);
});

test('utf8 is another name of utf8mb3', () => {
  expect(characterSetNamed('UTF8')?.name).toBe('utf8mb3');
  expect(collationNamed('utf8_bin')?.name).toBe('utf8mb3_bin');
  expect(collationNamed('nonsense')).toBeUndefined();
});
