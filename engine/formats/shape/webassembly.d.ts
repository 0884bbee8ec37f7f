/** What is used of WebAssembly, whose types come with those of browsers only. */
declare namespace WebAssembly {
  /** One that was compiled. */
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module);
    readonly exports: Exports;
  }
  type Exports = Readonly<Record<string, unknown>>;
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Global {
    readonly value: number | bigint;
  }
}
