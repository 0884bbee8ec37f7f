import type { UriClause } from '../../sql/grammar/clauses.js';
import { parseStorageUri } from '../../sql/storage-uri.js';
import type { StagePlace } from '../stages/stage-place.js';
import type { StatementContext } from './context.js';
import { resolveLocation } from './resolve-clauses.js';

/**
 * The place that a URL means in a statement that reads. One that ends in `/` is a directory, and names are relative
 * to it. Another is a file or a prefix, and names are whole keys; on `fs` only its own directory is opened.
 */
export async function uriPlace(clause: UriClause, context: StatementContext): Promise<{ readonly place: StagePlace; readonly path: string }> {
  const { path, scheme } = parseStorageUri(clause.uri);
  const open = async (uri: string): Promise<StagePlace['store']> => context.services.stores.external.open(await resolveLocation({ ...clause, uri }, context));
  if (path.endsWith('/')) return { place: { store: await open(clause.uri), prefix: '' }, path: '' };
  if (scheme === 'fs') {
    const file = clause.uri.slice(clause.uri.lastIndexOf('/') + 1);
    return { place: { store: await open(clause.uri.slice(0, -file.length)), prefix: '' }, path: path.slice(path.lastIndexOf('/') + 1) };
  }
  const [, root = ''] = /^([^:]+:\/\/[^/]*)/.exec(clause.uri) ?? [];
  return { place: { store: await open(`${root}/`), prefix: '' }, path: path.slice(1) };
}
