import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { StagewireError } from '../../errors/index.js';
import type { LocalFile } from '../../sql/local-file.js';
import type { PutOptions, SourceCompression } from '../../sql/statements/local-files.js';
import type { ClientFiles } from '../client-files.js';
import type { Services } from '../services.js';
import { MeasuredBody } from './measured-body.js';
import { writeStagedFile, type WrittenStage } from './write-staged-file.js';

/** What became of a file of the client. Sizes in bytes; of a file that was skipped nothing more is known. */
export interface LocalUpload {
  readonly source: string;
  /** Path from the root of the stage. */
  readonly target: string;
  readonly sourceSize: number | null;
  readonly targetSize: number | null;
  /** Of the file as it is stored, in hexadecimal. */
  readonly md5: string | null;
  readonly sourceCompression: Compression;
  readonly targetCompression: Compression;
  readonly status: 'UPLOADED' | 'SKIPPED';
}

type Compression = Exclude<SourceCompression, 'auto_detect'>;

/** Where a file goes and how. `folder` is a path in the stage. */
export interface UploadPlan {
  readonly file: LocalFile;
  readonly folder: string;
  readonly options: PutOptions;
  readonly signal: AbortSignal;
}

/** Compressions by the extension that their files have. */
const EXTENSIONS: Readonly<Record<string, Compression>> = {
  gz: 'gzip', gzip: 'gzip', tgz: 'gzip', bz2: 'bz2', br: 'brotli', zst: 'zstd', zstd: 'zstd', deflate: 'deflate', raw_deflate: 'raw_deflate', xz: 'xz', zip: 'zip', snappy: 'snappy',
};

/**
 * Brings a file of the client into a stage, compressing it on the way if asked. A file that is there already
 * and may not be overwritten is not even asked for. 1006 if the client sends nothing or not the length that
 * it vouched for; nothing of the file is left then.
 */
export async function uploadLocalFile({ catalog }: Services, stage: WrittenStage, clientFiles: ClientFiles, plan: UploadPlan): Promise<LocalUpload> {
  const { file, options, signal } = plan;
  const sourceCompression = options.sourceCompression === 'auto_detect' ? compressionOf(file.name) : options.sourceCompression;
  const compress = options.autoCompress && sourceCompression === 'none';
  const target = targetPath(plan.folder, compress ? `${file.name}.gz` : file.name);
  const about = { source: file.name, target, sourceCompression, targetCompression: compress ? 'gzip' as const : sourceCompression };
  if (!options.overwrite && (await stage.place.store.stat(stage.place.prefix + target, signal)) !== null) {
    return { ...about, sourceSize: null, targetSize: null, md5: null, status: 'SKIPPED' };
  }
  const source = new MeasuredBody(await sentFile(clientFiles, file, options.size), null);
  const sent = complete(source, file, options.size);
  const stored = new MeasuredBody(compress ? gzipped(sent) : sent, 'md5');
  await writeStagedFile(catalog, stage, target, stored, { signal, ...(options.size === null ? {} : { sizeHint: options.size }) });
  return { ...about, sourceSize: source.size, targetSize: stored.size, md5: stored.digest(), status: 'UPLOADED' };
}

function targetPath(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function compressionOf(name: string): Compression {
  return EXTENSIONS[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'none';
}

/** The file from the moment at which its first bytes are here: only then it is sure that there is one. */
async function sentFile(clientFiles: ClientFiles, file: LocalFile, size: number | null): Promise<AsyncIterable<Uint8Array>> {
  const rest = clientFiles.request(file.path)[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done && size !== 0) {
    throw new StagewireError(
      'BadArguments',
      `the client sent nothing for '${file.path}': the file does not exist there, can not be read, or the client is not set up to send it ` +
        `(mysql --local-infile=1, infileStreamFactory in the options of a query of mysql2). If the file is empty, add SIZE = 0`,
    );
  }
  return (async function* () {
    try {
      for (let result = first; !result.done; result = await rest.next()) yield result.value;
    } finally {
      await rest.return?.();
    }
  })();
}

/** Fails at the end of a body that is not as long as it should be. */
async function* complete(body: MeasuredBody, file: LocalFile, size: number | null): AsyncGenerator<Uint8Array, void, undefined> {
  yield* body;
  if (size !== null && body.size !== size) {
    throw new StagewireError('BadArguments', `the client sent ${body.size} bytes of '${file.path}', but SIZE says ${size}; nothing was stored`);
  }
}

function gzipped(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // Its error is the error of the stream that is read.
  return pipeline(copied(body), createGzip(), () => undefined);
}

/** Blocks that stay as they are: a stream asks for more than it has taken in. */
async function* copied(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const block of body) yield Buffer.from(block);
}
