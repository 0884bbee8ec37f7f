import { StagewireError } from '../errors/index.js';
import type { Database, Queryable } from './database.js';
import { isMissingReference } from './errors.js';
import { unknownUser } from './users.js';

export type GrantObject =
  | { readonly type: 'global' }
  | { readonly type: 'stage'; readonly stageId: string; readonly stageName: string };

export interface Grant {
  readonly user: string;
  readonly object: GrantObject;
  readonly privilege: string;
}

interface GrantRow {
  user_name: string;
  stage_id: string | null;
  stage_name: string | null;
  privilege: string;
}

/** Grants on a stage that is being removed are as hidden as the stage. */
const SELECT = `
  SELECT u.name AS user_name, g.stage_id, s.name AS stage_name, g.privilege
  FROM stagewire.grants g
  JOIN stagewire.users u ON u.id = g.user_id
  LEFT JOIN stagewire.stages s ON s.id = g.stage_id AND s.state = 'active'
  WHERE (g.stage_id IS NULL) = (s.id IS NULL)`;
const ORDER = 'ORDER BY s.name NULLS FIRST, u.name, g.privilege';

/** Who may do what. A grant goes with its user or its stage. */
export class Grants {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async forUser(user: string): Promise<Grant[]> {
    return (await this.#db.read<GrantRow>(`${SELECT} AND u.name = $1 ${ORDER}`, [user])).map(toGrant);
  }

  /** Those of all users. */
  async all(): Promise<Grant[]> {
    return (await this.#db.read<GrantRow>(`${SELECT} ${ORDER}`, [])).map(toGrant);
  }

  async forStage(stageId: string): Promise<Grant[]> {
    return (await this.#db.read<GrantRow>(`${SELECT} AND g.stage_id = $1 ${ORDER}`, [stageId])).map(toGrant);
  }

  /**
   * All or none; one that exists already is fine.
   *
   * @throws StagewireError UnknownUser, UnknownStage
   */
  async grant(grants: readonly Grant[]): Promise<void> {
    await this.#db.transaction(async (tx) => {
      for (const { user, object, privilege } of grants) {
        await tx
          .query(`INSERT INTO stagewire.grants (user_id, stage_id, privilege) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
            await lockUser(tx, user),
            stageIdOf(object),
            privilege,
          ])
          .catch((error: unknown) => {
            if (object.type !== 'stage' || !isMissingReference(error, 'grants_stage')) throw error;
            throw new StagewireError('UnknownStage', `Stage '${object.stageName}' does not exist.`, { cause: error });
          });
      }
    });
  }

  /**
   * All or none; one that does not exist is fine.
   *
   * @throws StagewireError UnknownUser
   */
  async revoke(grants: readonly Grant[]): Promise<void> {
    await this.#db.transaction(async (tx) => {
      for (const { user, object, privilege } of grants) {
        await tx.query(
          'DELETE FROM stagewire.grants WHERE user_id = $1 AND stage_id IS NOT DISTINCT FROM $2 AND privilege = $3',
          [await lockUser(tx, user), stageIdOf(object), privilege],
        );
      }
    });
  }
}

/** The user's id; he cannot be deleted before the end of the transaction. */
async function lockUser(tx: Queryable, name: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>('SELECT id FROM stagewire.users WHERE name = $1 FOR KEY SHARE', [name]);
  if (!row) throw unknownUser(name);
  return row.id;
}

function stageIdOf(object: GrantObject): string | null {
  return object.type === 'stage' ? object.stageId : null;
}

function toGrant(row: GrantRow): Grant {
  const { stage_id: stageId, stage_name: stageName } = row;
  const object: GrantObject = stageId !== null && stageName !== null ? { type: 'stage', stageId, stageName } : { type: 'global' };
  return { user: row.user_name, object, privilege: row.privilege };
}
