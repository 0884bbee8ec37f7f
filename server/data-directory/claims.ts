import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentProcess, isAlive, type ProcessIdentity } from './process-identity.js';

/** How long the heartbeat of a claim of another machine must stand still before the claim counts as abandoned. */
const SILENCE_MS = 8_000;
/** A heartbeat older than this needs no watching; far beyond the skew of sane clocks. */
const ANCIENT_MS = 60_000;

/** Another process's file in the lock directory. */
export interface Claim {
  readonly token: string;
  readonly owner: ProcessIdentity;
  /** Its process has won the directory, rather than only asked for it. */
  readonly held: boolean;
  /** False while a claim of another machine is still being watched for a heartbeat. */
  readonly certain: boolean;
}

/**
 * The files by which processes agree on who has a data directory: `<token>.claim` says who asks,
 * `<token>.held` beside it that he won. Each file has one writer and its own name, so that clearing
 * away an abandoned one can never hit a successor's.
 */
export class Claims {
  readonly #directory: string;
  readonly #self = currentProcess();
  readonly token = randomUUID();
  /** First sight of the claims of other machines: modification time, and our monotonic clock then. */
  readonly #sightings = new Map<string, { readonly modified: number; readonly seenAt: number }>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Makes our claim visible, complete from the first moment on. */
  async place(): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const unfinished = this.#path(`${this.token}.new`);
    await writeFile(unfinished, JSON.stringify(this.#self), { mode: 0o600 });
    await rename(unfinished, this.#path(`${this.token}.claim`));
  }

  async markHeld(): Promise<void> {
    await writeFile(this.#path(`${this.token}.held`), '', { mode: 0o600 });
  }

  async withdraw(): Promise<void> {
    await this.#remove(this.token);
  }

  /** Shows other machines, which cannot see our process, that it lives. */
  async beat(): Promise<void> {
    const now = new Date();
    await utimes(this.#path(`${this.token}.claim`), now, now);
  }

  /** The claims of other processes that live or may live; abandoned ones are removed on the way. */
  async others(): Promise<Claim[]> {
    const names = new Set(await readdir(this.#directory).catch(() => []));
    const found: Claim[] = [];
    for (const name of names) {
      const token = name.replace(/\.claim$/, '');
      if (token === name || token === this.token) continue;
      const verdict = await this.#judge(token);
      if (verdict === null) await this.#remove(token);
      else found.push({ token, held: names.has(`${token}.held`), ...verdict });
    }
    return found;
  }

  /** Null: abandoned, or gone by now. */
  async #judge(token: string): Promise<Pick<Claim, 'owner' | 'certain'> | null> {
    const path = this.#path(`${token}.claim`);
    let owner: ProcessIdentity;
    let modified: number;
    try {
      owner = JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
      modified = (await stat(path)).mtimeMs;
    } catch {
      return null;
    }
    if (owner.machine === this.#self.machine) return isAlive(owner) ? { owner, certain: true } : null;
    if (Date.now() - modified > ANCIENT_MS) return null;
    const first = this.#sightings.get(token) ?? { modified, seenAt: performance.now() };
    this.#sightings.set(token, first);
    if (first.modified !== modified) return { owner, certain: true };
    return performance.now() - first.seenAt > SILENCE_MS ? null : { owner, certain: false };
  }

  async #remove(token: string): Promise<void> {
    // The mark first: without a claim it would be litter, without the mark the claim is just a question.
    for (const suffix of ['held', 'claim', 'new']) await rm(this.#path(`${token}.${suffix}`), { force: true });
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}
