import { hkdfSync } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { openCatalog, type Catalog } from '../catalog/index.js';
import { Engine } from '../engine/engine.js';
import { StagewireError } from '../errors/index.js';
import { ExternalStores } from '../storage/external-stores.js';
import type { ObjectStore } from '../storage/object-store.js';
import { openHomeStore } from '../storage/open-store.js';
import { UrlSigner } from '../storage/signed-url.js';
import { parseStorageUrl } from '../storage/storage-url.js';
import type { Cleanup } from './cleanup.js';
import type { DataDirectory } from './data-directory/open-data-directory.js';
import { startEmbeddedPostgres } from './embedded-postgres/start-embedded-postgres.js';
import { SettingsError, type Settings } from './settings.js';
import { openTls } from './tls/open-tls.js';
import type { TlsDoor } from './tls/tls-door.js';

/** What lies below the listeners. */
export interface Parts {
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly home: ObjectStore;
  readonly external: ExternalStores;
  readonly signer: UrlSigner;
  /** Null: no TLS. */
  readonly tls: TlsDoor | null;
}

/** Opens catalog, engine and stores side by side. */
export async function openParts(settings: Settings, directory: DataDirectory, log: Logger, cleanup: Cleanup): Promise<Parts> {
  const secretKey = settings.secretKey ?? (await directory.secretKey());
  const signer = urlSigner(secretKey);
  const [catalog, engine, home, tls] = await cleanup.all<[Catalog, Engine, ObjectStore, TlsDoor | null]>([
    openOwnCatalog(settings, directory, secretKey, log, cleanup),
    openEngine(settings, cleanup),
    openHome(settings, directory, signer, cleanup),
    openTls(settings.tls, directory.path),
  ]);
  const { instanceId } = directory;
  const external = new ExternalStores({ instanceId, signer, allowInsecure: settings.allowInsecure, fsRoots: settings.fsRoots, hubUrl: settings.hubUrl });
  cleanup.add(() => external.close());
  return { catalog, engine, home, external, signer, tls };
}

async function openOwnCatalog(settings: Settings, directory: DataDirectory, secretKey: Buffer | string, log: Logger, cleanup: Cleanup): Promise<Catalog> {
  let url = settings.catalogUrl;
  if (url === null) {
    const postgres = await startEmbeddedPostgres({ dataDir: directory.path, log });
    cleanup.add(() => postgres.stop());
    url = postgres.url;
  }
  const catalog = await openCatalog({ url, secretKey, instanceId: directory.instanceId, log });
  cleanup.add(() => catalog.close());
  return catalog;
}

async function openEngine(settings: Settings, cleanup: Cleanup): Promise<Engine> {
  const spillDirectory = path.join(settings.dataDir, 'cache', 'spill');
  // What a killed process left there is of no use to anyone.
  await rm(spillDirectory, { recursive: true, force: true });
  await mkdir(spillDirectory, { recursive: true, mode: 0o700 });
  const engine = await Engine.open({
    spillDirectory,
    spillCapacity: settings.spillSize,
    cacheDirectory: path.join(settings.dataDir, 'cache', 'objects'),
    cacheCapacity: settings.cacheSize,
    memoryLimit: settings.engineMemory,
    threads: settings.engineThreads,
    callsAtOnce: settings.engineCalls,
  });
  cleanup.add(() => engine.close());
  return engine;
}

async function openHome(settings: Settings, directory: DataDirectory, signer: UrlSigner, cleanup: Cleanup): Promise<ObjectStore> {
  const url = settings.storageUrl ?? pathToFileURL(path.join(directory.path, 'store', path.sep)).href.replace(/^file:/, 'fs:');
  const { s3AccessKeyId, s3SecretAccessKey, s3SessionToken } = settings;
  try {
    const config = parseStorageUrl(url, {
      ...(s3AccessKeyId === null ? {} : { accessKeyId: s3AccessKeyId }),
      ...(s3SecretAccessKey === null ? {} : { secretAccessKey: s3SecretAccessKey }),
      ...(s3SessionToken === null ? {} : { sessionToken: s3SessionToken }),
    });
    const home = await openHomeStore(config, { instanceId: directory.instanceId, signer });
    cleanup.add(() => home.close());
    return home;
  } catch (error) {
    if (!(error instanceof StagewireError)) throw error;
    throw new SettingsError(settings.storageUrl === null ? error.text : `STAGEWIRE_STORAGE_URL cannot be used: ${error.text}`, { cause: error });
  }
}

/** A key of its own for URLs, so that no signature says anything about the key of the catalog. */
function urlSigner(secretKey: Buffer | string): UrlSigner {
  return new UrlSigner(Buffer.from(hkdfSync('sha256', secretKey, '', 'stagewire presigned urls', 32)));
}
