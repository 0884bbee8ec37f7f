import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadJq, type JqResult } from 'jq-wasm';

const PAGE = 65_536;

/** jq in WebAssembly. */
export interface LoadedJq {
  /** Runs it with options over JSON texts in a row. Throws when it would take more memory than it may, and can't be used any more then. */
  readonly run: (input: string, program: string, options: readonly string[]) => JqResult;
  /** Bytes that it has taken, which it never gives back. */
  readonly memory: () => number;
}

let compiled: WebAssembly.Module | null = null;

/**
 * jq (jqlang.org) of its own, fresh.
 *
 * @param most bytes that it may take
 */
export async function loadBoundedJq(most: number): Promise<LoadedJq> {
  const module = (compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('jq-wasm/jq.wasm'))));
  let memory: WebAssembly.Memory | undefined;
  const jq = await loadJq({
    instantiateWasm(imports, onSuccess) {
      const instance = new WebAssembly.Instance(module, imports);
      memory = Object.values(instance.exports).find((exported) => exported instanceof WebAssembly.Memory);
      if (memory) bound(memory, most);
      onSuccess(instance, module);
    },
  });
  return { run: (input, program, options) => quietly(() => jq.raw(input, program, [...options])), memory: () => memory?.buffer.byteLength ?? 0 };
}

function bound(memory: WebAssembly.Memory, most: number): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE > most) throw new RangeError('jq has as much memory as it may have');
    return grow(pages);
  };
}

/** What it would write to the console when it gives up is told by an exception as well. */
function quietly<T>(work: () => T): T {
  const { console: shared } = globalThis;
  const error = shared.error.bind(shared);
  shared.error = () => undefined;
  try {
    return work();
  } finally {
    shared.error = error;
  }
}
