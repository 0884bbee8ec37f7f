import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { StagewireError } from '../../errors/index.js';

/** The package knows no streams: files of this old format are held as a whole, in a thread with a memory of its own. */
const LARGEST_FILE = 128 * 1024 * 1024;
const THREAD_MEMORY_MIB = 1024;

const PACKAGE = pathToFileURL(createRequire(import.meta.url).resolve('lzma1')).href;
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(({ decompress }) => {
    const result = decompress(workerData.bytes);
    parentPort.postMessage(typeof result === 'string' ? Buffer.from(result) : Uint8Array.from(result));
  });
`;

/** `.lzma` files (LZMA_Alone), which hold no check of their content. */
export async function* unlzma(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > LARGEST_FILE) throw new StagewireError('InvalidCompressionData', `an LZMA file may have ${LARGEST_FILE} bytes at most; XZ has no such limit`);
    chunks.push(chunk);
  }
  const workerData = { module: PACKAGE, bytes: new Uint8Array(Buffer.concat(chunks)) };
  const worker = new Worker(THREAD, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MIB } });
  try {
    const [bytes] = (await once(worker, 'message')) as [Uint8Array];
    yield bytes;
  } finally {
    await worker.terminate();
  }
}
