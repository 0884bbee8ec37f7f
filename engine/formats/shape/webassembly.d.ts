/** What is used of WebAssembly, whose types come with those of browsers only. */
declare namespace WebAssembly {
  /** One that was compiled. */
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  type Imports = Readonly<Record<string, unknown>>;
  type Exports = Readonly<Record<string, unknown>>;
  class Memory {
    readonly buffer: ArrayBuffer;
    /** By so many pages of 64 KiB; answers with how many there were. */
    grow: (pages: number) => number;
  }
  interface Global {
    readonly value: number | bigint;
  }
}
