declare module 'snappyjs' {
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
}
declare module 'lz4js' {
  /** Takes an LZ4 frame apart. */
  export function decompress(source: Uint8Array, maxSize?: number): Uint8Array;
}
