import { mkdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './file-facts.js';
import type { SparseFile } from './sparse-file.js';

/** How long a name stays that no statement uses: the next question of a dashboard comes within seconds. A staged file that was removed takes space until then. */
const KEEP_MS = 20_000;
/** Fewer are removed in the time that a thread takes to start. */
const LEAST_IN_THREAD = 200;
/** Names that nobody uses; beyond that those used longest ago go. */
const MOST_IDLE = 20_000;
/** What is left then, so that not every name that is handed back has another removed. */
const KEPT_IDLE = 18_000;

/** What has a name: a staged file of this machine itself, or an entry of a cache, whole or with holes. */
export type Named = { readonly kind: 'in place' } | { readonly kind: 'copy'; readonly key: string } | { readonly kind: 'parts'; readonly key: string; readonly sparse: SparseFile };

/** A second name of a local file. Nothing but that content ever has it. */
export interface LocalName {
  readonly path: string;
  readonly of: Named;
}

interface Kept extends LocalName {
  readonly key: string;
  users: number;
  /** When the last user left, milliseconds. */
  idleSince: number;
}

/** Removes many files of this machine in a row, away from the thread of the connections. */
type RemoveMany = (paths: readonly string[]) => Promise<unknown>;

/**
 * Second names of files in one directory, which statements share and which outlive them for a while: a question that comes again
 * finds its files under the same names, so that what was prepared for it still fits.
 */
export class LocalNames {
  readonly #directory: string;
  readonly #keepMs: number;
  readonly #removeMany: RemoveMany;
  /** By the key of what they name. */
  readonly #kept = new Map<string, Kept>();
  /** Those that nobody uses, the one that was left last at the end. */
  readonly #idle = new Set<Kept>();
  readonly #sweeping: NodeJS.Timeout;
  /** Settles when nothing is being removed. */
  #removing: Promise<unknown> = Promise.resolve();
  #last = 0;

  private constructor(directory: string, removeMany: RemoveMany, keepMs: number) {
    this.#directory = directory;
    this.#removeMany = removeMany;
    this.#keepMs = keepMs;
    this.#sweeping = setInterval(() => { this.#sweep(); }, keepMs / 4).unref();
  }

  /** The directory is theirs alone; what a killed process left there is of no use to anyone. */
  static async open(directory: string, removeMany: RemoveMany, keepMs = KEEP_MS): Promise<LocalNames> {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { mode: 0o700 });
    return new LocalNames(directory, removeMany, keepMs);
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  /** The name that the content of that key has; null if it has none. To be handed back by {@link release}. */
  take(key: string): LocalName | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    kept.users += 1;
    this.#idle.delete(kept);
    return kept;
  }

  /** Has a file put where the name will be. To be handed back by {@link release}. */
  async make(key: string, put: (path: string) => Promise<Named>): Promise<LocalName> {
    this.#last += 1;
    const path = join(this.#directory, String(this.#last));
    const made: Kept = { key, path, of: await putOrRemove(path, put), users: 1, idleSince: 0 };
    // Another may have been made for the same content meanwhile: then this one goes with its user.
    if (!this.#kept.has(key)) this.#kept.set(key, made);
    return made;
  }

  async release(name: LocalName): Promise<void> {
    const kept = name as Kept;
    kept.users -= 1;
    if (kept.users > 0) return;
    if (this.#kept.get(kept.key) !== kept) return remove(kept);
    kept.idleSince = performance.now();
    this.#idle.add(kept);
    // Nobody waits for the others to go: that takes a thread, and all may be busy.
    if (this.#idle.size > MOST_IDLE) this.#sweep();
  }

  /** The local path in a text, if it is that of a name. */
  pathIn(text: string): string | null {
    const at = text.indexOf(this.#directory);
    return at === -1 ? null : (/^[^"'\n\s]*\d/.exec(text.slice(at))?.[0] ?? null);
  }

  /** Nobody may be using them any more. */
  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    await this.#removing;
    await rm(this.#directory, { recursive: true, force: true });
  }

  #sweep(): void {
    const old = performance.now() - this.#keepMs;
    const gone: Kept[] = [];
    const most = this.#idle.size > MOST_IDLE ? KEPT_IDLE : MOST_IDLE;
    for (const kept of this.#idle) {
      if (kept.idleSince > old && this.#idle.size <= most) break;
      this.#idle.delete(kept);
      this.#kept.delete(kept.key);
      gone.push(kept);
    }
    if (gone.length > 0) this.#removing = Promise.all([this.#removing, this.#removeAll(gone)]).then(() => undefined);
  }

  /** What can't be removed now is at the next start. */
  async #removeAll(gone: readonly Kept[]): Promise<void> {
    if (gone.length >= LEAST_IN_THREAD) await this.#removeMany(gone.map(({ path }) => path)).catch(() => undefined);
    else for (const kept of gone) await remove(kept).catch(() => undefined);
  }
}

async function putOrRemove(path: string, put: (path: string) => Promise<Named>): Promise<Named> {
  try {
    return await put(path);
  } catch (error) {
    await remove({ path });
    throw error;
  }
}

async function remove({ path }: Pick<LocalName, 'path'>): Promise<void> {
  await unlink(path).catch((error: unknown) => { if (!isMissing(error)) throw error; });
}
