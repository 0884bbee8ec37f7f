import { behindByteOrderMark } from '../byte-order-mark.js';
import type { Join, Joined, Joining } from './gather.js';

const LF = 10;
const CR = 13;
const LF_END = Buffer.from('\n');
const CRLF_END = Buffer.from('\r\n');

/** When the lines of one file may stand behind those of another. */
export interface LineRules {
  /** Stands for everything that the rules depend on. */
  readonly variant: string;
  /** The byte around fields that may hold ends of lines; null where there is none. */
  readonly quote: number | null;
  /** Where the first line behind the header begins, in bytes; null where the header is not made of lines. */
  readonly headerEnd: (text: Buffer) => number | null;
  /** Whether lines that end in CRLF are to end in LF, and no other carriage return may be there. */
  readonly onlyLf: boolean;
  /** How many rows the engine finds in the text of a file behind its header; `content` is the whole file. */
  readonly countRows: (content: Buffer) => number;
}

/** Texts as the lines of all of them, without headers and byte order marks. */
export function joinLines(rules: LineRules): Join {
  return { variant: rules.variant, begin: () => new JoiningLines(rules) };
}

class JoiningLines implements Joining {
  readonly #rules: LineRules;
  /** Of the text before. */
  #lineEnd = LF_END;

  constructor(rules: LineRules) {
    this.#rules = rules;
  }

  /** A last line without an end gets that of the first one, or that of the text before where it is the only one. Null for a text whose end would mean something else if more came behind it. */
  add(content: Buffer): Joined | null {
    const { quote, headerEnd, onlyLf, countRows } = this.#rules;
    const text = onlyLf ? withLf(behindByteOrderMark(content)) : behindByteOrderMark(content);
    if (text === null) return null;
    const start = headerEnd(text);
    if (start === null || text.at(-1) === CR) return null;
    const records = text.subarray(start);
    if (quote !== null && !isEven(records, quote)) return null;
    const firstEnd = text.indexOf(LF);
    if (firstEnd !== -1) this.#lineEnd = text[firstEnd - 1] === CR ? CRLF_END : LF_END;
    return { parts: records.length === 0 || records.at(-1) === LF ? [records] : [records, this.#lineEnd], rows: () => countRows(content) };
  }

  end(): readonly Buffer[] {
    return [];
  }
}

/** The text with LF for CRLF; null where another carriage return is in it. */
function withLf(text: Buffer): Buffer | null {
  if (!text.includes(CR)) return text;
  const lines = Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return lines.includes(CR) ? null : lines;
}

/** Whether the byte occurs an even number of times. */
function isEven(text: Buffer, byte: number): boolean {
  let isOpen = false;
  for (let at = text.indexOf(byte); at !== -1; at = text.indexOf(byte, at + 1)) isOpen = !isOpen;
  return !isOpen;
}
