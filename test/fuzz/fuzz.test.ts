import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';
import { longestAnswer } from './bystander.js';
import { HOSTILITIES } from './hostile-clients.js';
import { ROUNDS, SEED, seeded, type Random } from './seeded.js';

const ANSWER_MS = 1000;
/** After them, what is loaded and compiled once is there. */
const WARM_UP_ROUNDS = 10;
/** What the heap's fragments and what V8 keeps for itself may differ by after the storm, in bytes. */
const MEMORY_SLACK = 96 * 1024 * 1024;
/** What is held may grow by compiled code and digests of statements, in bytes. */
const HELD_SLACK = 12 * 1024 * 1024;

/** Has a server collect its garbage on a signal and write how many bytes are held then: from outside, these can't be told from garbage. */
const heldOnSignal = (file: string): string => `data:text/javascript,${encodeURIComponent(`
  import { renameSync, writeFileSync } from 'node:fs';
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(${JSON.stringify(`${file}.new`)}, String(heapUsed + external));
    renameSync(${JSON.stringify(`${file}.new`)}, ${JSON.stringify(file)});
  });
`)}`;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let proxied: TestServer;
let other: mysql.Connection;

beforeAll(async () => {
  process.stderr.write(`fuzzing with STAGEWIRE_TEST_FUZZ_SEED=${SEED} STAGEWIRE_TEST_FUZZ_ROUNDS=${ROUNDS}\n`);
  directory = await temporaryDirectory();
  server = await startServer(`${directory.path}/plain`, { STAGEWIRE_LOG_LEVEL: 'error', NODE_OPTIONS: `--import=${heldOnSignal(`${directory.path}/held`)}` });
  proxied = await startServer(`${directory.path}/proxied`, { STAGEWIRE_LOG_LEVEL: 'error', STAGEWIRE_PROXY_NETWORKS: '127.0.0.1' });
  other = await server.connect();
  await other.query('CREATE STAGE fuzz');
});
afterAll(async () => {
  other.destroy();
  await Promise.all([server.stop(), proxied.stop()]);
  await directory.remove();
});

interface Footprint {
  readonly descriptors: number;
  /** Resident. */
  readonly memory: number;
  /** By objects and buffers that can be reached. */
  readonly held: number;
}

const asMiB = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;

async function held({ process: child }: TestServer): Promise<number> {
  const file = `${directory.path}/held`;
  await rm(file, { force: true });
  child.kill('SIGUSR2');
  return vi.waitFor(async () => Number(await readFile(file, 'utf8')), { timeout: 10_000, interval: 20 });
}

/** The inodes of the sockets that clients opened on a port: `/proc/net/tcp`, proc(5). */
async function socketsOn(port: number): Promise<ReadonlySet<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const [, ...lines] = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return new Set(fields.filter(([, local]) => local?.endsWith(suffix)).map((field) => `socket:[${field[9]}]`));
}

/**
 * What clients and the work for them hold of a process. Linux tells; elsewhere there is nothing to compare.
 * Connections to the catalog are a pool's, which grows when many log in and keeps them a while.
 */
async function footprint(of: TestServer): Promise<Footprint | null> {
  if (process.platform !== 'linux') return null;
  const { process: child, mysqlPort } = of;
  const proc = `/proc/${child.pid}`;
  const reachable = await held(of);
  const [names, status, clients] = await Promise.all([
    readdir(`${proc}/fd`), readFile(`${proc}/status`, 'utf8'), socketsOn(mysqlPort),
  ]);
  const targets = await Promise.all(names.map((name) => readlink(`${proc}/fd/${name}`).catch(() => null)));
  const open = targets.filter((target) => target !== null && (!target.startsWith('socket:') || clients.has(target)));
  return { descriptors: open.length, memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024, held: reachable };
}

/** What is held once the clients of a storm, who left without a word, are gone and what was made for them is thrown away. */
async function settledFootprint(): Promise<Footprint | null> {
  await vi.waitFor(async () => {
    const [list] = await other.query<mysql.RowDataPacket[]>('SHOW PROCESSLIST');
    expect(list).toHaveLength(1);
  }, { timeout: 30_000, interval: 100 });
  let least: Footprint | null = null;
  for (let time = 0; time < 8; time++) {
    await setTimeout(1000);
    const now = await footprint(server);
    if (now === null) return null;
    least = least === null ? now : {
      descriptors: Math.min(least.descriptors, now.descriptors), memory: Math.min(least.memory, now.memory), held: Math.min(least.held, now.held),
    };
  }
  return least;
}

/** So many of them at once: what is measured is what they cost others, not how many processes share the machine. */
const AT_ONCE = 12;

async function storm(rounds: number, random: Random): Promise<void> {
  const all = Object.entries(HOSTILITIES);
  for (let round = 0; round < rounds; round++) {
    for (let first = 0; first < all.length; first += AT_ONCE) {
      await Promise.all(all.slice(first, first + AT_ONCE).map(([name, act]) => {
        const isForProxy = name.includes('proxy');
        // The dice of each are its own, so that what one does depends on the seed and not on time.
        return act(isForProxy ? proxied.mysqlPort : server.mysqlPort, seeded(Math.floor(random() * 2 ** 32))).catch((error: unknown) => {
          // A server that is stormed may turn a client away.
          if (!/ECONN|EPIPE|login failed|closed|premature/i.test(String(error))) throw error;
        });
      }));
    }
  }
}

test('hostile clients cost themselves, and nobody else', async () => {
  const random = seeded(SEED);
  await storm(WARM_UP_ROUNDS, random);
  const before = await settledFootprint();
  const longest = await longestAnswer(server.mysqlPort, () => storm(ROUNDS, random));
  process.stderr.write(`longest answer to another connection: ${longest.toFixed(0)} ms\n`);
  expect(longest).toBeLessThan(ANSWER_MS);
  expect(server.process.exitCode).toBeNull();
  expect(proxied.process.exitCode).toBeNull();
  expect(server.log()).toBe('');
  const after = await settledFootprint();
  if (before === null || after === null) return;
  process.stderr.write(`held: ${asMiB(before.held)}, then ${asMiB(after.held)}; resident: ${asMiB(before.memory)}, then ${asMiB(after.memory)}\n`);
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 2);
  expect(after.held - before.held).toBeLessThan(HELD_SLACK);
  expect(after.memory - before.memory).toBeLessThan(MEMORY_SLACK);
}, 15 * 60_000);
