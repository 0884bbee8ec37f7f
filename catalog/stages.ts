import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { StagewireError } from '../errors/index.js';
import type { Database, Queryable } from './database.js';
import { toIlikePattern } from './like-pattern.js';
import type { Secrets } from './secrets.js';
import {
  insertStage,
  lockStageByName,
  sealStorage,
  STAGE_COLUMNS,
  toStageRecord,
  type NewStage,
  type StageRecord,
  type StageRow,
} from './stage-record.js';
import { beginRemoval, claimAbandoned, stageRemoval, type Operator, type StageRemoval } from './stage-removal.js';

const PAGE_ROWS = 1_000;
/** How long a statement waits for a name whose stage is being removed. */
const NAME_PATIENCE_MS = 10_000;
const NAME_POLL_MS = 100;

export type StageChanges = Partial<Pick<StageRecord, 'storage' | 'fileFormat' | 'copyOptions' | 'comment' | 'owner'>>;

export interface Waiting {
  /** Ends the wait for a name that is being removed, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What CREATE OR REPLACE led to: done, or, when an internal stage was there, its files are to be removed
 * first and `removal.commit()` puts the new stage in its place.
 */
export type Replacement =
  | { readonly kind: 'created'; readonly stage: StageRecord }
  | { readonly kind: 'removal'; readonly removal: StageRemoval };

/** The row holds the name and is being removed: wait and try again. */
const BUSY = Symbol('busy');

/** Named stages. A stage that is being removed is not there for anyone, and its name is not free. */
export class Stages {
  readonly #db: Database;
  readonly #secrets: Secrets;
  readonly #operator: Operator;

  constructor(db: Database, secrets: Secrets, operator: Operator) {
    this.#db = db;
    this.#secrets = secrets;
    this.#operator = operator;
  }

  /** Null when there is none. Names are case-sensitive. */
  async get(name: string): Promise<StageRecord | null> {
    const [row] = await this.#db.read<StageRow>(
      `SELECT ${STAGE_COLUMNS} FROM stagewire.stages WHERE name = $1 AND state = 'active'`,
      [name],
    );
    return row ? toStageRecord(row, this.#secrets) : null;
  }

  /**
   * Stages in the order of their names (by code point), in pages, each as of its moment.
   * `namePattern` is a MySQL LIKE pattern, and case does not count in it; in `names` it does.
   */
  async *list({ namePattern = '%', names }: { namePattern?: string | undefined; names?: readonly string[] | undefined } = {}): AsyncGenerator<StageRecord[], void, undefined> {
    const pattern = toIlikePattern(namePattern);
    let after = '';
    for (;;) {
      const rows = await this.#db.read<StageRow>(
        `SELECT ${STAGE_COLUMNS} FROM stagewire.stages
         WHERE state = 'active' AND name > $1 AND name COLLATE "default" ILIKE $2 AND ($4::text[] IS NULL OR name = ANY ($4))
         ORDER BY name LIMIT $3`,
        [after, pattern, PAGE_ROWS, names ?? null],
      );
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map((row) => toStageRecord(row, this.#secrets));
      if (rows.length < PAGE_ROWS) return;
      after = last.name;
    }
  }

  /** @throws StagewireError StageAlreadyExists */
  async create(stage: NewStage, waiting?: Waiting): Promise<StageRecord> {
    return this.#whenFree(stage.name, waiting, async (tx) => {
      const created = await insertStage(tx, this.#secrets, randomUUID(), stage);
      if (created) return created;
      const holder = await lockStageByName(tx, stage.name);
      if (holder?.state === 'active') throw new StagewireError('StageAlreadyExists', `Stage '${stage.name}' already exists.`);
      return BUSY;
    });
  }

  /**
   * CREATE OR REPLACE. An external stage of that name gives way at once, with its grants; an internal one
   * is hidden and its removal handed to the caller.
   */
  async createOrReplace(stage: NewStage, waiting?: Waiting): Promise<Replacement> {
    return this.#whenFree<Replacement>(stage.name, waiting, async (tx) => {
      const old = await lockStageByName(tx, stage.name);
      if (old && old.state !== 'active') return BUSY;
      if (old && old.storage_sealed === null) return { kind: 'removal', removal: await this.#beginRemoval(tx, old, stage) };
      if (old) await tx.query('DELETE FROM stagewire.stages WHERE id = $1', [old.id]);
      const created = await insertStage(tx, this.#secrets, randomUUID(), stage);
      return created ? { kind: 'created', stage: created } : BUSY;
    });
  }

  /**
   * ALTER. Only what is in `changes` changes.
   *
   * @throws StagewireError UnknownStage when there is none, or its version is not `expectedVersion` any more
   */
  async update(name: string, expectedVersion: number, changes: StageChanges): Promise<StageRecord> {
    return this.#db.transaction(async (tx) => {
      const row = await lockStageByName(tx, name);
      if (row?.state !== 'active') throw unknownStage(name);
      if (Number(row.version) !== expectedVersion) {
        throw new StagewireError('UnknownStage', `Stage '${name}' was modified concurrently, please retry.`);
      }
      const changed = { ...toStageRecord(row, this.#secrets), ...changes };
      const [updated] = await tx.query<StageRow>(
        `UPDATE stagewire.stages
         SET storage_type = $2, storage_sealed = $3, file_format = $4, copy_options = $5, comment = $6, owner = $7,
             version = nextval('stagewire.stage_versions')
         WHERE id = $1 RETURNING ${STAGE_COLUMNS}`,
        [
          row.id,
          changed.storage?.type ?? null,
          sealStorage(this.#secrets, row.id, changed.storage),
          JSON.stringify(changed.fileFormat),
          JSON.stringify(changed.copyOptions),
          changed.comment,
          changed.owner,
        ],
      );
      if (!updated) throw unknownStage(name);
      return toStageRecord(updated, this.#secrets);
    });
  }

  /** DROP of a stage without files of ours (external), with its grants. False when it is not there any more. */
  async delete(id: string): Promise<boolean> {
    const deleted = await this.#db.transaction((tx) =>
      tx.query(`DELETE FROM stagewire.stages WHERE id = $1 AND state = 'active' RETURNING id`, [id]),
    );
    return deleted.length > 0;
  }

  /**
   * DROP of an internal stage: hides it and hands its removal to the caller.
   *
   * @throws StagewireError UnknownStage
   */
  async beginDrop(name: string, waiting?: Waiting): Promise<StageRemoval> {
    return this.#whenFree(name, waiting, async (tx) => {
      const row = await lockStageByName(tx, name);
      if (!row) throw unknownStage(name);
      return row.state === 'active' ? this.#beginRemoval(tx, row, null) : BUSY;
    });
  }

  /**
   * Claims one removal whose server died, for the caller to finish: remove the files, then commit. Call it
   * until it gives null, at the start (then it finds at once what this server's own earlier life left) and
   * from time to time.
   */
  async takeOver(): Promise<StageRemoval | null> {
    return claimAbandoned(this.#db, this.#secrets, this.#operator);
  }

  async #beginRemoval(tx: Queryable, row: StageRow, successor: NewStage | null): Promise<StageRemoval> {
    const { operation, operationId } = await beginRemoval(tx, this.#secrets, this.#operator, row, successor);
    return stageRemoval(this.#db, operation, operationId, toStageRecord(row, this.#secrets));
  }

  /** Repeats the transaction until the name is not held by a stage that is being removed. */
  async #whenFree<T>(name: string, { signal }: Waiting = {}, work: (tx: Queryable) => Promise<T | typeof BUSY>): Promise<T> {
    const deadline = performance.now() + NAME_PATIENCE_MS;
    for (;;) {
      signal?.throwIfAborted();
      const outcome = await this.#db.transaction(work);
      if (outcome !== BUSY) return outcome;
      if (performance.now() > deadline) {
        throw new StagewireError('StageAlreadyExists', `Stage '${name}' is being removed by another session; try again later`);
      }
      // Woken by the signal, the loop throws its reason.
      await sleep(NAME_POLL_MS, undefined, signal && { signal }).catch(() => undefined);
    }
  }
}

function unknownStage(name: string): StagewireError {
  return new StagewireError('UnknownStage', `Stage '${name}' does not exist.`);
}
