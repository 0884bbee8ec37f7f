import type { Logger } from 'pino';
import type { Catalog } from '../catalog/index.js';
import { STAGES_PREFIX } from '../storage/layout.js';
import type { ObjectStore } from '../storage/object-store.js';
import { finishAbandonedRemovals } from './stages/remove-stage-files.js';

const ROUND_MS = 60_000;

/**
 * Finishes what killed servers left undone: removals of stages, at once and then every minute, and
 * half-written objects, at once.
 */
export function startJanitor(catalog: Catalog, home: ObjectStore, log: Logger): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const attempt = (what: string, work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => { log.warn({ err: error }, `${what} failed; it will be tried again`); });
  const round = (): void => {
    running = running.then(() => attempt('finishing abandoned removals', () => finishAbandonedRemovals(catalog, home, log)));
  };
  round();
  running = running.then(() => attempt('sweeping half-written objects', () => home.sweep(STAGES_PREFIX)));
  const timer = setInterval(round, ROUND_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
