import type { UriClause } from '../../sql/grammar/clauses.js';
import { httpFiles } from '../../sql/http-files.js';
import { parseStorageUri, type StorageUri } from '../../sql/storage-uri.js';
import { toRootPrefix } from '../../storage/storage-url.js';
import type { StagePlace } from '../stages/stage-place.js';
import type { StatementContext } from './context.js';
import { resolveLocation } from './resolve-clauses.js';

/**
 * The place that a URL means in a statement that reads. One that ends in `/` is a directory, and names are relative
 * to it. Another is a file or a prefix, and names are whole keys; on `fs` only its own directory is opened, and over http
 * it may have alternatives.
 */
export async function uriPlace(clause: UriClause, context: StatementContext): Promise<{ readonly place: StagePlace; readonly path: string }> {
  const parsed = parseStorageUri(clause.uri);
  const { path, scheme } = parsed;
  if (/^https?$/.test(scheme)) return httpPlace(parsed, clause, context);
  const open = async (uri: string): Promise<StagePlace['store']> => context.services.stores.external.open(await resolveLocation({ ...clause, uri }, context));
  if (path.endsWith('/')) return { place: { store: await open(clause.uri), prefix: '' }, path: '' };
  if (scheme === 'fs') {
    const file = clause.uri.slice(clause.uri.lastIndexOf('/') + 1);
    return { place: { store: await open(clause.uri.slice(0, -file.length)), prefix: '' }, path: path.slice(path.lastIndexOf('/') + 1) };
  }
  // A repository of the Hugging Face Hub has two names; a path in it comes after both.
  const [, root = '', rest = ''] = (scheme === 'hf' ? /^([^:]+:\/\/[^/]*\/[^/]*)\/?(.*)$/s : /^([^:]+:\/\/[^/]*)\/?(.*)$/s).exec(clause.uri) ?? [];
  return { place: { store: await open(`${root}/`), prefix: '' }, path: decodeURIComponent(rest) };
}

/** The query of the URL goes with the request for each file. */
async function httpPlace({ scheme, bucket, path, shown, query }: StorageUri, clause: UriClause, context: StatementContext): Promise<{ readonly place: StagePlace; readonly path: string }> {
  const origin = `${scheme}://${bucket}`;
  // The parameters of a web server are none, and a connection must be one for it.
  await resolveLocation({ ...clause, uri: `${origin}/` }, context);
  const { external } = context.services.stores;
  const server = { origin: origin.toLowerCase(), query: query ?? '' };
  const encoded = shown.slice(origin.length);
  if (encoded === '' || encoded.endsWith('/')) return { place: { store: external.openHttp({ ...server, rootPrefix: toRootPrefix(path), files: null }), prefix: '' }, path: '' };
  const { paths, stem } = httpFiles(encoded);
  return { place: { store: external.openHttp({ ...server, rootPrefix: '', files: paths }), prefix: '' }, path: stem };
}
