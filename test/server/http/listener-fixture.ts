import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagewireError } from '../../../errors/index.js';
import { createHttpListener, type HttpListener } from '../../../server/http/listener.js';
import type { HttpListenerOptions } from '../../../server/http/dependencies.js';
import { openFsStore } from '../../../storage/fs/fs-store.js';
import type { ObjectStore } from '../../../storage/object-store.js';
import { UrlSigner } from '../../../storage/signed-url.js';
import { silentLog } from '../../support/logger.js';

/** A listener over a directory store in which the stages `raw` and `~` exist. */
export interface Fixture {
  readonly listener: HttpListener;
  readonly directory: string;
  readonly store: ObjectStore;
  readonly url: string;
  readonly port: number;
  /** Names of files that are being written. */
  unfinished(): Promise<string[]>;
  keys(): Promise<string[]>;
  text(key: string): Promise<string>;
  end(): Promise<void>;
}

export async function startListener(options: Partial<HttpListenerOptions> = {}): Promise<Fixture> {
  const directory = await mkdtemp(join(tmpdir(), 'stagewire-http-'));
  const root = join(directory, 'store');
  const signer = new UrlSigner(Buffer.alloc(32, 7));
  const store = await openFsStore({ directory: root, create: true, instanceId: 'test', signing: { signer, storeId: 'home' } });
  const listener = createHttpListener({
    authenticate: (user, password) => {
      if (user === 'root' && password === 'pä:ss') return Promise.resolve({ user, account: '1' });
      throw new StagewireError('AuthenticateFailure', `Access denied for user '${user}'`);
    },
    uploads: {
      begin: (_identity, stage, relativePath) => {
        if (stage === 'denied') throw new StagewireError('PermissionDenied', "no WRITE on stage 'denied'");
        if (stage === 'down') throw new StagewireError('StorageUnavailable', 'cannot reach the object store');
        if (stage === 'buggy') throw new TypeError('secret detail');
        if (stage !== 'raw' && stage !== '~' && stage !== 'ümlaut') throw new StagewireError('UnknownStage', `Stage '${stage}' does not exist.`);
        const prefix = [stage, ...(relativePath === '' ? [] : [relativePath])].join('/');
        return Promise.resolve({ write: async (name, body, write) => { await store.write(`${prefix}/${name}`, body, write); } });
      },
    },
    downloads: { open: (_identity, stage, file) => Promise.resolve({ store, key: `${stage}/${file}` }) },
    signedObjects: { open: (storeId) => Promise.resolve(storeId === 'home' ? store : null) },
    signer,
    log: silentLog,
    ...options,
  });
  const { port } = await listener.listen(0, '127.0.0.1');
  return {
    listener,
    directory,
    store,
    url: `http://127.0.0.1:${port}`,
    port,
    unfinished: () => readdir(join(root, '.stagewire-tmp')).catch(() => []),
    async keys() {
      const found: string[] = [];
      for await (const page of store.list('')) found.push(...page.map((object) => object.key));
      return found;
    },
    text: async (key) => Buffer.concat((await (await store.read(key)).toArray()) as Buffer[]).toString(),
    async end() {
      await listener.stop(1000);
      await rm(directory, { recursive: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: string;
}

/** Runs curl and gives back the last answer. */
export async function curl(...args: string[]): Promise<Answer> {
  const child = spawn('curl', ['-sS', '--path-as-is', '-i', '--max-time', '30', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString('utf8');
  const answers = output.split(/(?=^HTTP\/1\.1 )/m).filter((answer) => !answer.startsWith('HTTP/1.1 100'));
  const last = answers.at(-1) ?? '';
  const [headers = '', ...body] = last.split('\r\n\r\n');
  return { status: Number(headers.split(' ')[1]), headers: headers.toLowerCase(), body: body.join('\r\n\r\n') };
}

/** Opens a connection and sends a text. */
export async function connectAndSend(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

/** Everything that comes until the connection ends. */
export async function readAll(socket: Socket): Promise<string> {
  return Buffer.concat((await socket.toArray()) as Buffer[]).toString();
}
