import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import * as dagPb from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { sha256 } from 'multiformats/hashes/sha2';
import { sendContent } from './web-server.js';

/** A gateway over a tree of this process, which answers as the gateway specifications say. */
export interface IpfsGateway {
  readonly url: string;
  /** `GET /ipfs/…` for each request. */
  readonly requests: string[];
  stop(): Promise<void>;
}

/** A file's content in one raw block, in one block that wraps it as older nodes write, or a directory, which may be in pieces. */
export type Tree = { readonly raw: string } | { readonly wrapped: string } | { readonly directory: Readonly<Record<string, Tree>> } | { readonly pieces: Readonly<Record<string, Tree>> };

interface Built {
  readonly cid: CID;
  readonly size: number;
  readonly tree: Tree;
}

const UNIXFS = { directory: 1, file: 2, pieces: 5 } as const;

/** Puts a tree into blocks and gives back the identifier of its root. */
export class Blocks {
  readonly #blocks = new Map<string, Uint8Array>();

  get(cid: string): Uint8Array | undefined {
    return this.#blocks.get(cid);
  }

  async build(tree: Tree): Promise<Built> {
    if ('raw' in tree) return this.#add(Buffer.from(tree.raw), raw.code, tree);
    if ('wrapped' in tree) return this.#add(dagPb.encode(dagPb.prepare({ Data: unixfs(UNIXFS.file, Buffer.from(tree.wrapped)), Links: [] })), dagPb.code, tree);
    const children = 'directory' in tree ? tree.directory : tree.pieces;
    const links = await Promise.all(Object.entries(children).map(async ([name, child]) => {
      const { cid, size } = await this.build(child);
      return { Name: name, Hash: cid, Tsize: size };
    }));
    if ('directory' in tree) return this.#add(dagPb.encode(dagPb.prepare({ Data: unixfs(UNIXFS.directory), Links: links })), dagPb.code, tree);
    // The first entry in the piece itself, the others in a piece below it.
    const [first, ...others] = links;
    const below = await this.#add(dagPb.encode(dagPb.prepare({ Data: unixfs(UNIXFS.pieces, Buffer.from([1]), 256), Links: others.map((link, index) => ({ ...link, Name: `0${index}${link.Name}` })) })), dagPb.code, tree);
    const top = [...(first ? [{ ...first, Name: `AF${first.Name}` }] : []), { Name: 'B0', Hash: below.cid, Tsize: below.size }];
    return this.#add(dagPb.encode(dagPb.prepare({ Data: unixfs(UNIXFS.pieces, Buffer.from([3]), 256), Links: top })), dagPb.code, tree);
  }

  async #add(block: Uint8Array, codec: number, tree: Tree): Promise<Built> {
    const cid = CID.createV1(codec, await sha256.digest(block));
    this.#blocks.set(cid.toString(), block);
    return { cid, size: block.length, tree };
  }
}

function unixfs(type: number, data?: Uint8Array, fanout?: number): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.Varint).int32(type);
  if (data) writer.tag(2, WireType.LengthDelimited).bytes(data);
  if (type === UNIXFS.file && data) writer.tag(3, WireType.Varint).uint64(data.length);
  if (fanout !== undefined) writer.tag(5, WireType.Varint).uint64(0x22).tag(6, WireType.Varint).uint64(fanout);
  return writer.finish();
}

export async function startIpfsGateway(blocks: Blocks, root: { readonly cid: CID; readonly tree: Tree }): Promise<IpfsGateway> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const url = new URL(request.url ?? '', 'http://gateway');
    const [, , cid = '', ...path] = url.pathname.split('/').map(decodeURIComponent);
    if (url.searchParams.get('format') === 'raw') {
      const block = blocks.get(cid);
      if (block && path.length === 0) response.end(block);
      else response.writeHead(404).end();
    } else if (cid === root.cid.toString()) {
      void sendFile(blocks, root.tree, path, request, response);
    } else {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function sendFile(blocks: Blocks, root: Tree, path: readonly string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const tree = path.filter((name) => name !== '').reduce<Tree | undefined>((at, name) => (at ? childrenOf(at)[name] : undefined), root);
  if (!tree) {
    response.writeHead(404).end('no link named so');
  } else if ('raw' in tree || 'wrapped' in tree) {
    const { cid } = await blocks.build(tree);
    sendContent(request, response.setHeader('etag', `"${cid.toString()}"`), Buffer.from('raw' in tree ? tree.raw : tree.wrapped));
  } else if (request.url?.endsWith('/')) {
    response.writeHead(200, { etag: '"DirIndex-x"', 'content-type': 'text/html' }).end('<html>');
  } else {
    response.writeHead(301, { location: `${request.url ?? ''}/` }).end();
  }
}

function childrenOf(tree: Tree): Readonly<Record<string, Tree>> {
  if ('directory' in tree) return tree.directory;
  return 'pieces' in tree ? tree.pieces : {};
}
