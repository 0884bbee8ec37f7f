import { readdir, readFile, readlink } from 'node:fs/promises';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';
import { longestAnswer } from './bystander.js';
import { HOSTILITIES } from './hostile-clients.js';
import { ROUNDS, SEED, seeded, type Random } from './seeded.js';

const ANSWER_MS = 1000;
/** What the heap, its fragments and V8's own caches may differ by after the storm, in bytes. */
const MEMORY_SLACK = 96 * 1024 * 1024;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let proxied: TestServer;
let other: mysql.Connection;

beforeAll(async () => {
  process.stderr.write(`fuzzing with STAGEWIRE_TEST_FUZZ_SEED=${SEED} STAGEWIRE_TEST_FUZZ_ROUNDS=${ROUNDS}\n`);
  directory = await temporaryDirectory();
  server = await startServer(`${directory.path}/plain`, { STAGEWIRE_LOG_LEVEL: 'error' });
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
  readonly memory: number;
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
async function footprint({ process: child, mysqlPort }: TestServer): Promise<Footprint | null> {
  const proc = `/proc/${child.pid}`;
  try {
    const [names, status, clients] = await Promise.all([
      readdir(`${proc}/fd`), readFile(`${proc}/status`, 'utf8'), socketsOn(mysqlPort),
    ]);
    const targets = await Promise.all(names.map((name) => readlink(`${proc}/fd/${name}`).catch(() => null)));
    const held = targets.filter((target) => target !== null && (!target.startsWith('socket:') || clients.has(target)));
    return { descriptors: held.length, memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024 };
  } catch {
    return null;
  }
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
  await storm(2, random); // what is loaded and compiled once is there from here on
  const before = await footprint(server);
  const longest = await longestAnswer(server.mysqlPort, () => storm(ROUNDS, random));
  process.stderr.write(`longest answer to another connection: ${longest.toFixed(0)} ms\n`);
  expect(longest).toBeLessThan(ANSWER_MS);
  expect(server.process.exitCode).toBeNull();
  expect(proxied.process.exitCode).toBeNull();
  expect(server.log()).toBe('');
  // The last clients of the storm left without a word: the server needs a turn to see it.
  await vi.waitFor(async () => {
    const [list] = await other.query<mysql.RowDataPacket[]>('SHOW PROCESSLIST');
    expect(list).toHaveLength(1);
  }, { timeout: 30_000, interval: 100 });
  if (before === null) return;
  await vi.waitFor(async () => {
    const after = await footprint(server);
    expect(after?.descriptors).toBeLessThanOrEqual(before.descriptors + 2);
    expect(after?.memory).toBeLessThan(before.memory + MEMORY_SLACK);
  }, { timeout: 30_000, interval: 500 });
}, 15 * 60_000);
