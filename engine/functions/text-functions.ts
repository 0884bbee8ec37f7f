import { VARCHAR } from '@duckdb/node-api';
import type { NativeFunction } from './native-function.js';

/** The digit for each letter from A on; 0 for those that don't count. */
const CODES = '01230120022455012623010202';

/** SOUNDEX of MySQL, which has no limit of four letters; vowels, H, W and Y between equal digits do not part them. */
function soundex(text: string): string {
  const letters = text.toUpperCase().replaceAll(/[^A-Z]/g, '');
  const [first = ''] = letters;
  let last = CODES[first.charCodeAt(0) - 65] ?? '';
  let sound = first;
  for (const letter of letters.slice(1)) {
    const code = CODES[letter.charCodeAt(0) - 65] ?? '0';
    if (code === '0' || code === last) continue;
    sound += code;
    last = code;
  }
  return first === '' ? '' : sound.padEnd(4, '0');
}

export const TEXT_FUNCTIONS: readonly NativeFunction[] = [{ name: 'soundex', parameters: [VARCHAR], result: VARCHAR, compute: (text) => soundex(String(text)) }];
