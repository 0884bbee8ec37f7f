import { OTHER_KEYWORDS, RESERVED_WORDS } from '../../../sql/keywords.js';

/** Rows of INFORMATION_SCHEMA.KEYWORDS, by word. */
export const KEYWORD_ROWS: readonly { readonly WORD: string; readonly RESERVED: number }[] = [
  ...[...RESERVED_WORDS].map((WORD) => ({ WORD, RESERVED: 1 })),
  ...[...OTHER_KEYWORDS].map((WORD) => ({ WORD, RESERVED: 0 })),
].sort((a, b) => (a.WORD < b.WORD ? -1 : 1));
