import type { Logger } from 'pino';
import type { Catalog, StageRemoval } from '../../catalog/index.js';
import { internalStagePrefix } from '../../storage/layout.js';
import type { ObjectStore } from '../../storage/object-store.js';

/** Half of what the catalog allows between two renewals. */
const RENEWAL_MS = 5_000;
/** Uploads that were on their way when the stage was hidden may still arrive; listing again finds them. */
const MOST_PASSES = 5;

/**
 * Removes the files of an internal stage that the catalog has hidden, and lets it go. If a file can't be
 * removed the stage is there again, with what is left of it, and the error is thrown. Once begun it is
 * carried through: a statement that is cancelled meanwhile leaves no stage half-removed.
 */
export async function removeStageFiles(home: ObjectStore, removal: StageRemoval, log: Logger): Promise<void> {
  try {
    await emptyStage(home, removal);
  } catch (error) {
    log.warn({ stage: removal.stage.name, err: error }, 'files of a stage could not be removed; the stage stays');
    await removal.revert();
    throw error;
  }
  await removal.commit();
}

async function emptyStage(home: ObjectStore, removal: StageRemoval): Promise<void> {
  const prefix = internalStagePrefix(removal.stage.name);
  await withRenewal(removal, async (signal) => {
    for (let pass = 0; pass < MOST_PASSES && (await removePrefix(home, prefix, signal)) > 0; pass += 1);
  });
}

/** Removes what is there, page by page. Returns the number of objects. */
async function removePrefix(home: ObjectStore, prefix: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  async function* keys(): AsyncGenerator<string> {
    for await (const page of home.list(prefix, signal)) {
      count += page.length;
      for (const { key } of page) yield key;
    }
  }
  await home.remove(keys(), signal);
  return count;
}

/** Runs the work while the operation is renewed; if a renewal fails the work is stopped, for another server may have taken over. */
async function withRenewal(removal: StageRemoval, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const timer = setInterval(() => {
    removal.renew().catch((error: unknown) => { controller.abort(error); });
  }, RENEWAL_MS);
  try {
    await work(controller.signal);
  } finally {
    clearInterval(timer);
  }
}

/** Finishes removals whose server died. One that fails stays hidden, and is tried again when its lease has run out. */
export async function finishAbandonedRemovals(catalog: Catalog, home: ObjectStore, log: Logger): Promise<void> {
  for (let removal = await catalog.stages.takeOver(); removal; removal = await catalog.stages.takeOver()) {
    log.info({ stage: removal.stage.name, operation: removal.operation }, 'finishing the removal of a stage that was cut off');
    await emptyStage(home, removal);
    await removal.commit();
  }
}
