import { readFileSync } from 'node:fs';
import { packageFile } from '../../../package/package-files.js';

/** Buffers that fit into the processor's cache are read into twice as fast as large ones. */
export const SLOT_BYTES = 128 * 1024;
/** What of the text before may stand in front of a slot. */
const CONTEXT_BYTES = 16;
/**
 * Bytes in front of each slot. The kernel copies four times as slowly to an address that lies a few bytes further in its page than what is
 * read does in its own: AMD processors take the one for the other.
 */
const SLOT_MARGIN = 64;
/** The memory of text-shape.wat holds these and a bit more. */
const SLOTS = 4;
/** What is looked at in one step. */
export const BLOCK_BYTES = 64;
const MOST_IDLE = 8;
const CR = 13;

/** No byte of a text in UTF-8. */
const NO_BYTE = 0xff;

/** The bytes that mean something in a file. */
export interface MeaningBytes {
  readonly quote: number | null;
  readonly delimiter: number;
  /** The first one of what stands for NULL; null: an empty field alone does. */
  readonly nullByte: number | null;
}

/** What the scanner has found since it was reset; text-shape.wat says what each is. */
export interface Found {
  readonly hasQuotes: boolean;
  readonly hasOddQuotes: boolean;
  readonly hasQuotedLineEnds: boolean;
  readonly hasOtherEnds: boolean;
  readonly hasLoneReturns: boolean;
  readonly hasReturns: boolean;
  readonly hasBlankLines: boolean;
  readonly hasNullBytes: boolean;
  readonly isOpen: boolean;
  readonly records: number;
  readonly lines: number;
  readonly mostDelimiters: number;
  readonly delimiters: number;
  readonly longest: number;
  readonly begin: number;
}

/** text-shape.wat with a memory of its own, for one file at a time. */
export class ShapeScanner {
  readonly #exports: WebAssembly.Exports;
  /** Parts of its memory, to read the file into. */
  readonly slots: readonly Buffer[];

  private constructor(exports: WebAssembly.Exports) {
    this.#exports = exports;
    this.slots = Array.from({ length: SLOTS }, (_, slot) => this.#bytes(slot, 0, SLOT_BYTES));
  }

  static create(): ShapeScanner {
    module ??= new WebAssembly.Module(readFileSync(packageFile('engine/formats/shape/text-shape.wasm')));
    return new ShapeScanner(new WebAssembly.Instance(module).exports);
  }

  reset(): void {
    (this.#exports['reset'] as () => void)();
  }

  /** The first bytes of a slot with up to 16 bytes of the text before, which are copied in front of it. */
  inContext(slot: number, length: number, before: Uint8Array): Buffer {
    const context = before.subarray(-CONTEXT_BYTES);
    const bytes = this.#bytes(slot, -context.length, length);
    bytes.set(context);
    return bytes;
  }

  #bytes(slot: number, start: number, end: number): Buffer {
    const { buffer } = this.#exports['memory'] as WebAssembly.Memory;
    return Buffer.from(buffer, addressOf(slot) + start, end - start);
  }

  /** Looks for a quote or CR, for the first byte of a NULL, and for LF LF, the latter with the byte in front of the slot. */
  glance(slot: number, blocks: number, { quote, nullByte }: MeaningBytes): { readonly hasMarks: boolean; readonly hasBlankLines: boolean; readonly hasNullBytes: boolean } {
    const glance = this.#exports['glance'] as (address: number, blocks: number, quote: number, nullByte: number) => number;
    const found = glance(addressOf(slot), blocks, quote ?? CR, nullByte ?? NO_BYTE);
    return { hasMarks: (found & 1) !== 0, hasBlankLines: (found & 2) !== 0, hasNullBytes: (found & 4) !== 0 };
  }

  /** Whether a slot, with the four bytes in front of it, may hold what is no JSON although DuckDB takes it for that. */
  mayBeLooseJson(slot: number, blocks: number): boolean {
    return (this.#exports['looseJson'] as (address: number, blocks: number) => number)(addressOf(slot), blocks) !== 0;
  }

  /** Looks through so many blocks of 64 bytes of a slot. */
  scan(slot: number, blocks: number, { quote, delimiter, nullByte }: MeaningBytes): void {
    const scan = this.#exports['scan'] as (address: number, blocks: number, quote: number, delimiter: number, nullByte: number) => void;
    scan(addressOf(slot), blocks, quote ?? -1, delimiter, nullByte ?? NO_BYTE);
  }

  /** Copies so many bytes of a slot, all but CRs, to another slot; how many they are. */
  dropReturns(slot: number, length: number, target: number): number {
    return (this.#exports['dropReturns'] as (address: number, length: number, target: number) => number)(addressOf(slot), length, addressOf(target));
  }

  found(): Found {
    const value = (name: string): number => Number((this.#exports[name] as WebAssembly.Global).value);
    const flag = (name: string): boolean => value(name) !== 0;
    return {
      hasQuotes: flag('hasQuotes'), hasOddQuotes: flag('hasOddQuotes'), hasQuotedLineEnds: flag('hasQuotedLineEnds'), hasOtherEnds: flag('hasOtherEnds'),
      hasLoneReturns: flag('hasLoneReturns'), hasReturns: flag('hasReturns'), hasBlankLines: flag('hasBlankLines'), hasNullBytes: flag('hasNullBytes'), isOpen: flag('open'), records: value('records'), lines: value('lines'),
      mostDelimiters: value('mostDelimiters'), delimiters: value('delimiters'), longest: value('longest'), begin: value('begin'),
    };
  }
}

const addressOf = (slot: number): number => SLOT_MARGIN + slot * (SLOT_BYTES + SLOT_MARGIN);

/** How many blocks a chunk is; the last one of a file is filled up with delimiters, of which there is at least one. */
export function wholeBlocks(scanner: ShapeScanner, slot: number, length: number, delimiter: number): number {
  if (length === SLOT_BYTES) return SLOT_BYTES / BLOCK_BYTES;
  const blocks = Math.floor(length / BLOCK_BYTES) + 1;
  scanner.slots[slot]?.fill(delimiter, length, blocks * BLOCK_BYTES);
  return blocks;
}

let module: WebAssembly.Module | null = null;
let own: ShapeScanner | null = null;

/** The scanner of this thread, for work that is done in one go. */
export function threadScanner(): ShapeScanner {
  own ??= ShapeScanner.create();
  return own;
}

const idle: ShapeScanner[] = [];

/** Lends a scanner. They are used again, for each has an address space of its own, of which there are not many. */
export async function withScanner<T>(work: (scanner: ShapeScanner) => Promise<T>): Promise<T> {
  const scanner = idle.pop() ?? ShapeScanner.create();
  scanner.reset();
  try {
    return await work(scanner);
  } finally {
    if (idle.length < MOST_IDLE) idle.push(scanner);
  }
}
