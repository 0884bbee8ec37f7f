import { randomUUID } from 'node:crypto';
import { StagewireError } from '../errors/index.js';
import type { Database, Queryable } from './database.js';
import { insertStage, STAGE_COLUMNS, toStageRecord, type NewStage, type StageRecord, type StageRow } from './stage-record.js';
import type { Secrets } from './secrets.js';

/** How long an operation is left alone without a renewal, as a PostgreSQL interval. */
const LEASE = '30 seconds';

/** Who does operations: a server, and its present life (another one of the same server is over). */
export interface Operator {
  readonly instanceId: string;
  readonly runId: string;
}

/**
 * An internal stage on its way out, for DROP or for OR REPLACE: nobody else sees it, its name is taken,
 * and its files are to be removed. End it with `commit` or `revert`; until then renew it at least every
 * 10 seconds, for after 30 without a renewal any server may take the operation over. If a server dies
 * meanwhile, another (or it, at its next start) finishes the removal.
 */
export interface StageRemoval {
  readonly operation: 'drop' | 'replace';
  readonly stage: StageRecord;
  /** @throws StagewireError (UnknownStage) when another server took over: then leave the files alone */
  renew(): Promise<void>;
  /** The files are gone: deletes the stage with its grants, and lets the new definition take its place. */
  commit(): Promise<void>;
  /** The stage is there again, unchanged. */
  revert(): Promise<void>;
}

/** Hides the active stage in `row`, which the transaction has locked, and prepares its successor if there is one. */
export async function beginRemoval(
  tx: Queryable,
  secrets: Secrets,
  operator: Operator,
  row: StageRow,
  successor: NewStage | null,
): Promise<{ operation: StageRemoval['operation']; operationId: string }> {
  const operationId = randomUUID();
  await tx.query(
    `UPDATE stagewire.stages
     SET state = $2, operation_id = $3, operation_instance = $4, operation_run = $5, operation_expires_at = now() + $6::interval
     WHERE id = $1`,
    [row.id, successor ? 'replacing' : 'dropping', operationId, operator.instanceId, operator.runId, LEASE],
  );
  if (successor) await insertStage(tx, secrets, randomUUID(), successor, row.id);
  return { operation: successor ? 'replace' : 'drop', operationId };
}

/**
 * Claims one operation that nobody is at any more: its lease ran out, or it is of an earlier life of this
 * server. Of several servers one gets it. Null when there is none.
 */
export async function claimAbandoned(db: Database, secrets: Secrets, operator: Operator): Promise<StageRemoval | null> {
  const operationId = randomUUID();
  const [row] = await db.transaction((tx) =>
    tx.query<StageRow>(
      `UPDATE stagewire.stages
       SET operation_id = $1, operation_instance = $2, operation_run = $3, operation_expires_at = now() + $4::interval
       WHERE id = (
         SELECT id FROM stagewire.stages
         WHERE operation_id IS NOT NULL
           AND (operation_expires_at < now() OR (operation_instance = $2 AND operation_run <> $3))
         ORDER BY operation_expires_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${STAGE_COLUMNS}`,
      [operationId, operator.instanceId, operator.runId, LEASE],
    ),
  );
  if (!row) return null;
  const operation = row.state === 'replacing' ? 'replace' : 'drop';
  return stageRemoval(db, operation, operationId, toStageRecord(row, secrets));
}

export function stageRemoval(
  db: Database,
  operation: StageRemoval['operation'],
  operationId: string,
  stage: StageRecord,
): StageRemoval {
  const mine = [stage.id, operationId];
  return {
    operation,
    stage,
    async renew() {
      const renewed = await db.transaction((tx) =>
        tx.query(
          `UPDATE stagewire.stages SET operation_expires_at = now() + $3::interval WHERE id = $1 AND operation_id = $2 RETURNING id`,
          [...mine, LEASE],
        ),
      );
      if (renewed.length === 0) throw takenOver(stage.name);
    },
    async commit() {
      // Repeatable: once the row is gone, by us or by who took over, everything has been done.
      await db.transaction(
        async (tx) => {
          const [successor] = await tx.query<{ id: string }>(
            `SELECT n.id FROM stagewire.stages o JOIN stagewire.stages n ON n.replaces = o.id
             WHERE o.id = $1 AND o.operation_id = $2 FOR UPDATE OF o`,
            mine,
          );
          const deleted = await tx.query('DELETE FROM stagewire.stages WHERE id = $1 AND operation_id = $2 RETURNING id', mine);
          if (deleted.length === 0 && (await stateOf(tx, stage.id)) !== undefined) throw takenOver(stage.name);
          if (successor) await tx.query(`UPDATE stagewire.stages SET state = 'active', created_on = now() WHERE id = $1`, [successor.id]);
        },
        { repeatable: true },
      );
    },
    async revert() {
      await db.transaction(
        async (tx) => {
          const reverted = await tx.query(
            `UPDATE stagewire.stages
             SET state = 'active', operation_id = NULL, operation_instance = NULL, operation_run = NULL, operation_expires_at = NULL
             WHERE id = $1 AND operation_id = $2 RETURNING id`,
            mine,
          );
          if (reverted.length > 0) await tx.query('DELETE FROM stagewire.stages WHERE replaces = $1', [stage.id]);
          else if ((await stateOf(tx, stage.id)) !== 'active') throw takenOver(stage.name);
        },
        { repeatable: true },
      );
    },
  };
}

async function stateOf(tx: Queryable, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ state: string }>('SELECT state FROM stagewire.stages WHERE id = $1', [id]);
  return row?.state;
}

function takenOver(name: string): StagewireError {
  return new StagewireError('UnknownStage', `Stage '${name}' was modified concurrently, please retry.`);
}
