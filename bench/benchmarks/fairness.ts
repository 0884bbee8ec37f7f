import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zstd from '@bokuweb/zstd-wasm';
import { RawClient } from '../../test/server/mysql/raw-client.js';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { connect, execute } from '../support/queries.js';
import type { BenchServer } from '../support/server.js';
import { withServer } from '../support/with-server.js';

const STAGE = 'stage/internal/heavy';
/** How late the event loop may be, 99 times out of 100. */
const MOST_MS = 50;
/** Text behind a closing quote: no reader of the engine takes it as we do. */
const RECORD = '"1234567","some ""quoted"" text"!,2024-01-01 00:00:00,3.25\n';

interface HeavyWork {
  readonly what: string;
  readonly sql: (scale: Scale) => string;
}

const WORK: readonly HeavyWork[] = [
  { what: 'an export', sql: ({ rows }) => `SELECT number, number * 1234567, number / 7, concat('row number ', number) FROM numbers(${rows * 5})` },
  { what: 'an aggregate', sql: ({ rows }) => `SELECT number % 1000 AS g, count(*), sum(number), max(sqrt(number)) FROM numbers(${rows * 50}) GROUP BY g` },
  { what: 'CSV that only our own parser reads', sql: () => 'SELECT count($1), max($4) FROM @heavy/data.csv (FILE_FORMAT => (TYPE => CSV))' },
  { what: 'CSV in zstd', sql: () => 'SELECT count($1), max($4) FROM @heavy/packed.csv.zst (FILE_FORMAT => (TYPE => CSV, COMPRESSION => ZSTD))' },
];

/** How late everybody else is answered while one connection asks for something heavy: SELECT 1 and LIST go on all the while. */
export async function fairness(scale: Scale, report: Report): Promise<void> {
  await withServer(async (server, dataDir) => {
    await makeFiles(server, join(dataDir, 'store', STAGE), scale);
    for (const work of WORK) report(await measure(server, work, scale));
  });
}

async function makeFiles(server: BenchServer, directory: string, { rows }: Scale): Promise<void> {
  const connection = connect(server);
  await execute(connection, 'CREATE STAGE heavy');
  connection.destroy();
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'data.csv');
  const thousand = Buffer.from(RECORD.repeat(1000));
  await pipeline(Readable.from(Array.from({ length: rows / 1000 }, () => thousand)), createWriteStream(path));
  await zstd.init();
  await writeFile(join(directory, 'packed.csv.zst'), zstd.compress(await readFile(path)));
}

async function measure(server: BenchServer, { what, sql }: HeavyWork, scale: Scale): Promise<Measurement> {
  const heavy = await RawClient.logIn(server.mysqlPort);
  const others = connect(server);
  let answers = 0;
  const keepAsking = async (until: AbortSignal): Promise<void> => {
    for (; !until.aborted; answers += 2) {
      await execute(others, 'SELECT 1');
      await execute(others, 'LIST @heavy');
    }
  };
  try {
    const delay = await server.loopDelay(async () => {
      const ended = new AbortController();
      const asking = keepAsking(ended.signal);
      await drain(heavy, sql(scale)).finally(() => { ended.abort(); });
      await asking;
    });
    return {
      what: `lateness of the event loop during ${what}, 99th percentile (${answers} answers to others)`,
      ours: `${delay.p99.toFixed(0)} ms, at most ${delay.max.toFixed(0)} ms`,
      peer: `${MOST_MS} ms`,
      peerName: 'allowed',
      ratio: delay.p99 / MOST_MS,
      target: { atMost: 1 },
      memoryBytes: null,
    };
  } finally {
    heavy.destroy();
    others.destroy();
  }
}

/** The OK packet behind the last row: a header of 4 bytes, 0xfe, two counts, status and warnings. */
const END_SIZE = 11;
const ERR = 0xff;

/** Reads an answer as fast as it comes, without looking at more than its beginning and its end. */
function drain(client: RawClient, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let tail = Buffer.alloc(0);
    let isFirst = true;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (chunk) => {
      if (isFirst && chunk[4] === ERR) reject(new Error(chunk.toString('latin1')));
      isFirst = false;
      tail = Buffer.concat([tail, chunk.subarray(-END_SIZE)]).subarray(-END_SIZE);
      if (tail.length === END_SIZE && tail[0] === END_SIZE - 4 && tail.readUIntLE(1, 2) === 0 && tail[4] === 0xfe) resolve();
    });
    client.socket.once('close', () => { reject(new Error('the server closed the connection')); });
    client.query(sql);
  });
}
