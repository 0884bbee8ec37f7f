import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { StagewireError } from '../../errors/index.js';
import { Claims, type Claim } from './claims.js';

const HEARTBEAT_MS = 2_000;
/** Between two looks at the other claims while the winner is not yet clear. */
const LOOK_AGAIN_MS = 20;
/** Longer than a claim of another machine is watched. */
const PATIENCE_MS = 15_000;

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the lock whose files are in `lockDirectory`, for the data directory `shownPath`.
 *
 * Everybody first shows a claim and then looks at the others': of two who do so at the same moment at
 * least one sees the other, and only who sees nobody wins. Among those who see each other all but the
 * one with the smallest token step back. The files of a process that died (kill -9) are recognised by
 * pid and start time, those of another machine by a heartbeat that stands still.
 *
 * @throws StagewireError (InvalidConfig) when another living process has it
 */
export async function lockDirectory(lockDirectory: string, shownPath: string): Promise<DirectoryLock> {
  const claims = new Claims(lockDirectory);
  const deadline = performance.now() + PATIENCE_MS;
  let claimed = false;
  for (;;) {
    const others = await claims.others();
    const winner = others.find((other) => other.held && other.certain) ?? (performance.now() > deadline ? others[0] : undefined);
    if (winner) {
      await claims.withdraw();
      throw inUse(shownPath, winner);
    }
    if (others.some((other) => other.held || other.token < claims.token)) {
      await claims.withdraw();
      claimed = false;
    } else if (!claimed) {
      await claims.place();
      claimed = true;
      continue;
    } else if (others.length === 0) {
      return hold(claims);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

async function hold(claims: Claims): Promise<DirectoryLock> {
  await claims.markHeld();
  const heartbeat = setInterval(() => {
    // A directory that was deleted below us fails louder elsewhere.
    claims.beat().catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      await claims.withdraw();
    },
  };
}

function inUse(path: string, { owner }: Claim): StagewireError {
  const where = owner.host === hostname() ? '' : ` on host ${owner.host}`;
  return new StagewireError('InvalidConfig', `data directory ${path} is in use by another stagewire (pid ${owner.pid}${where})`);
}
