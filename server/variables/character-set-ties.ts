import { characterSetNamed } from '../../protocol/charsets/character-sets.js';
import { collationNamed } from '../../protocol/charsets/collations.js';
import type { Scalar } from '../../sql/query/quoting.js';

const TIED = /^(character_set|collation)_(connection|database|server)$/;

/**
 * The variable that follows another one: each of `character_set_x` and `collation_x` that is set sets the other (manual,
 * "Connection Character Sets and Collations"). `defaultUtf8mb4` is the collation that utf8mb4 stands for. Null for variables without such a tie.
 */
export function tiedVariable(name: string, value: Scalar, defaultUtf8mb4: Scalar): { readonly name: string; readonly value: Scalar } | null {
  const [, kind, of] = TIED.exec(name) ?? [];
  if (kind === undefined || of === undefined || typeof value !== 'string') return null;
  if (kind === 'collation') return { name: `character_set_${of}`, value: collationNamed(value)?.characterSet ?? null };
  return { name: `collation_${of}`, value: value === 'utf8mb4' ? defaultUtf8mb4 : characterSetNamed(value)?.defaultCollation ?? null };
}
