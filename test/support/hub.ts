import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendContent } from './web-server.js';

/** Files of the dataset `owner/books`, answered as the Hub's documentation says, and beside it the server that keeps large files. */
export interface Hub {
  readonly url: string;
  /** By path in revision `main`. Those larger than 100 bytes are kept elsewhere. */
  readonly files: Map<string, Buffer>;
  /** Once set, whoever does not bear it is told that there is no such repository. */
  token: string | null;
  /** Requests to the Hub and to the other server, `GET /path bytes=0-0 Bearer x`. */
  readonly requests: string[];
  readonly elsewhere: string[];
  stop(): Promise<void>;
}

const PAGE = 3;

export async function startHub(): Promise<Hub> {
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const elsewhere: string[] = [];
  const kept = createServer((request, response) => {
    elsewhere.push(line(request));
    const content = files.get(decodeURIComponent((request.url ?? '').slice(1)));
    if (content) sendContent(request, response, content);
    else response.writeHead(404).end();
  });
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk)).on('end', () => {
      requests.push(line(request));
      if (hub.token !== null && request.headers.authorization !== `Bearer ${hub.token}`) refuse(response, 401, 'RepoNotFound');
      else answer(files, originOf(kept), request, Buffer.concat(body).toString(), response);
    });
  });
  for (const one of [server, kept]) {
    one.listen(0, '127.0.0.1');
    await once(one, 'listening');
  }
  const hub: Hub = {
    url: originOf(server),
    files,
    token: null,
    requests,
    elsewhere,
    async stop() {
      for (const one of [server, kept]) {
        one.closeAllConnections();
        one.close();
        await once(one, 'close');
      }
    },
  };
  return hub;
}

function answer(files: Hub['files'], keptAt: string, request: IncomingMessage, body: string, response: ServerResponse): void {
  const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`);
  const tree = /^\/api\/datasets\/owner\/books\/tree\/main(?:\/(.+))?$/.exec(url.pathname);
  const file = /^\/datasets\/owner\/books\/resolve\/main\/(.+)$/.exec(url.pathname);
  if (tree) sendTree(files, url, decodeURIComponent(tree[1] ?? ''), response);
  else if (file) sendFile(files, keptAt, decodeURIComponent(file[1] ?? ''), request, response);
  else if (url.pathname === '/api/datasets/owner/books/paths-info/main') sendInfo(files, body, response);
  else refuse(response, 404, 'RepoNotFound');
}

/** Not in the order of keys, but in that in which files were added. */
function sendTree(files: Hub['files'], url: URL, directory: string, response: ServerResponse): void {
  const below = directory === '' ? '' : `${directory}/`;
  const found = [...files].filter(([path]) => path.startsWith(below)).map(([path, content]) => describe(path, content));
  if (found.length === 0) {
    refuse(response, 404, 'EntryNotFound');
    return;
  }
  const entries = [{ type: 'directory', path: `${below}sub`, oid: 'd', size: 0 }, ...found];
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = new URL(url.href);
  next.searchParams.set('cursor', String(from + PAGE));
  if (from + PAGE < entries.length) response.setHeader('link', `<${next.href}>; rel="next"`);
  response.end(JSON.stringify(entries.slice(from, from + PAGE)));
}

function sendInfo(files: Hub['files'], body: string, response: ServerResponse): void {
  const { paths } = JSON.parse(body) as { paths: string[] };
  response.end(JSON.stringify([...files].filter(([path]) => paths.includes(path)).map(([path, content]) => describe(path, content))));
}

function sendFile(files: Hub['files'], keptAt: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const content = files.get(path);
  if (!content) {
    refuse(response, 404, 'EntryNotFound');
  } else if (isLarge(content)) {
    const linked = { 'x-linked-etag': `"${hash('sha256', content)}"`, 'x-linked-size': content.length };
    response.writeHead(302, { ...linked, etag: '"of the redirect"', location: `${keptAt}/${encodeURIComponent(path)}` }).end();
  } else {
    sendContent(request, response.setHeader('etag', `"${hash('sha1', content)}"`), content);
  }
}

function describe(path: string, content: Buffer): object {
  return {
    type: 'file', path, size: content.length, oid: hash('sha1', content), lastCommit: { id: 'c', title: 't', date: '2026-01-02T03:04:05.000Z' },
    ...(isLarge(content) && { lfs: { oid: hash('sha256', content), size: content.length, pointerSize: 130 } }),
  };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'x-error-code': code }).end();
}

const isLarge = (content: Buffer): boolean => content.length > 100;
const hash = (algorithm: string, content: Buffer): string => createHash(algorithm).update(content).digest('hex');
const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const line = ({ method, url, headers }: IncomingMessage): string => [method, url, headers.range ?? 'all', headers.authorization ?? 'nobody'].join(' ');
