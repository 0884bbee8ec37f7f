declare module 'snappyjs' {
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
}
declare module 'lz4js' {
  /** Takes an LZ4 block apart; gives the end of its content in `target`, which may lie behind the target's own. */
  export function decompressBlock(source: Uint8Array, target: Uint8Array, start: number, length: number, targetStart: number): number;
}
