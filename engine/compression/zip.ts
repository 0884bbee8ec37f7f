import { fromBufferPromise } from 'yauzl';
import { StagewireError } from '../../errors/index.js';

/** The directory of a ZIP archive stands at its end, so the archive is read as a whole; larger ones are refused. */
const LARGEST_ARCHIVE = 512 * 1024 * 1024;

/** The one file of a ZIP archive. 1076 if there are none or several. */
export async function* unzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const archive = await fromBufferPromise(await whole(source), { lazyEntries: true });
  try {
    const names = [];
    for await (const entry of archive.eachEntry()) names.push(entry);
    const files = names.filter(({ fileName }) => !fileName.endsWith('/'));
    const [only] = files;
    if (!only || files.length > 1) throw invalid(`a ZIP file must hold exactly one file, but holds ${files.length}`);
    yield* await archive.openReadStreamPromise(only);
  } finally {
    archive.close();
  }
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > LARGEST_ARCHIVE) throw invalid(`a ZIP file may have ${LARGEST_ARCHIVE} bytes at most`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function invalid(text: string): StagewireError {
  return new StagewireError('InvalidCompressionData', text);
}
