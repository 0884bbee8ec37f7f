import { setTimeout as sleep } from 'node:timers/promises';
import type mysql from 'mysql2/promise';
import type { Deployment } from './deployments.js';
import { startServer, type TestServer } from './stagewire.js';
import { until } from './until.js';

/** A server between two kills, and root's connection to it. */
export interface Life {
  readonly server: TestServer;
  readonly root: mysql.Connection;
  readonly deployment: Deployment;
}

/** An operation that is cut off, and what must be so after it. */
export interface Scenario {
  /** Makes what the operation needs. */
  prepare(life: Life, round: number): Promise<void>;
  /** Resolves when the server says that it is done. */
  operate(life: Life, round: number): Promise<void>;
  /** Throws when something is half there. */
  check(life: Life, round: number, acknowledged: boolean): Promise<void>;
}

/** Of the servers that were killed amid an operation this share is killed again while they clean up after it. */
const KILLED_TWICE = 0.2;
const CLEAN_UP_MS = 100;
const MOST_ROUNDS = 3;

/**
 * Kills the server at a random moment of the operation, starts it again, checks; again and again on the
 * same data, and some times more while each operation was done by then: how long one takes is known roughly only. Returns how many
 * operations were cut off.
 */
export async function killRounds(deployment: Deployment, scenario: Scenario, kills: number, random: () => number): Promise<number> {
  let life = await begin(deployment);
  try {
    const duration = await uncut(life, scenario);
    let cutOff = 0;
    for (let round = 1; round <= kills || (cutOff === 0 && round <= MOST_ROUNDS * kills); round += 1) {
      await scenario.prepare(life, round);
      const acknowledged = await killAmid(life, () => scenario.operate(life, round), random() * duration * 1.2);
      if (!acknowledged) cutOff += 1;
      life = await begin(deployment);
      if (random() < KILLED_TWICE) {
        await sleep(random() * CLEAN_UP_MS);
        await life.server.kill();
        life = await begin(deployment);
      }
      await scenario.check(life, round, acknowledged);
      await until('no unfinished file is left', async () => (await deployment.unfinishedFiles()).length === 0);
    }
    await life.root.end();
    const code = await life.server.stop();
    if (code !== 0) throw new Error(`the last server ended with ${code ?? 'a signal'}: ${life.server.log()}`);
    return cutOff;
  } catch (error) {
    process.stderr.write(`log of the server:\n${life.server.log()}\n`);
    await life.server.kill();
    throw error;
  }
}

async function begin(deployment: Deployment): Promise<Life> {
  const server = await startServer(deployment.dataDir, deployment.env);
  const root = await server.connect();
  root.on('error', () => undefined);
  return { server, root, deployment };
}

/** Runs the operation to its end, twice, for the first time is slower. Returns the milliseconds that it took. */
async function uncut(life: Life, scenario: Scenario): Promise<number> {
  let duration = 0;
  for (const round of [-1, 0]) {
    await scenario.prepare(life, round);
    const began = performance.now();
    await scenario.operate(life, round);
    duration = performance.now() - began;
    await scenario.check(life, round, true);
  }
  return duration;
}

/** Whether the operation was acknowledged before the server was killed. */
async function killAmid({ server }: Life, operate: () => Promise<void>, delayMs: number): Promise<boolean> {
  let killed = false;
  let refusal: unknown;
  const operation = operate().then(
    () => true,
    (error: unknown) => {
      if (!killed) refusal = error;
      return false;
    },
  );
  await sleep(delayMs);
  killed = true;
  await server.kill();
  const acknowledged = await operation;
  if (refusal !== undefined) throw refusal instanceof Error ? refusal : new Error('refused', { cause: refusal });
  return acknowledged;
}
