import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The content of a file that is generated once and then kept (mode 0600). It appears whole or not at
 * all, and is on disk before it is used. For the owner of the data directory, who generates alone.
 */
export async function readOrGenerate(path: string, generate: () => Buffer): Promise<Buffer> {
  const existing = await readIfExists(path);
  if (existing) return existing;
  const content = generate();
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await writeSynced(unfinished, content);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  await syncDirectory(dirname(path));
  return content;
}

async function writeSynced(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readIfExists(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes a new name in the directory survive a power failure. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open directories and needs no such thing.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
