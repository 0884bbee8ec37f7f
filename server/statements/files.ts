import { StagewireError } from '../../errors/index.js';
import { filesRelation } from '../relations/files.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { stagedFiles } from '../stages/staged-files.js';
import type { PresignedRequest } from '../../storage/object-store.js';
import { DONE, placeOf, type Handler } from './context.js';

export const list: Handler<'list'> = async ({ location, pattern }, context) => {
  const place = await placeOf(location.stage, context);
  return { kind: 'rows', ...filesRelation(place, location.path, pattern, context.signal) };
};

export const remove: Handler<'remove'> = async ({ location, pattern }, context) => {
  const place = await placeOf(location.stage, context);
  const pages = stagedFiles(place, location.path, pattern, context.signal);
  await place.store.remove(keysOf(pages), context.signal);
  return DONE;
};

async function* keysOf(pages: ReturnType<typeof stagedFiles>): AsyncGenerator<string> {
  for await (const page of pages) for (const { object } of page) yield object.key;
}

const PRESIGN_COLUMNS: readonly ColumnDefinition<PresignedRequest>[] = [
  { name: 'method', type: 'varchar', of: ({ method }) => method },
  { name: 'headers', type: 'json', of: ({ headers }) => JSON.stringify(headers) },
  { name: 'url', type: 'varchar', of: ({ url }) => url },
];

export const presign: Handler<'presign'> = async ({ action, location, expiresIn, contentType }, context) => {
  if (location.path === '' || location.path.endsWith('/')) {
    throw new StagewireError('BadArguments', `PRESIGN needs the path of a file, but got @${location.stage}/${location.path}`);
  }
  const place = await placeOf(location.stage, context);
  const request = await place.store.presign({
    method: action === 'upload' ? 'PUT' : 'GET',
    key: place.prefix + location.path,
    expiresIn,
    ...(contentType === null ? {} : { contentType }),
    publicUrl: context.session.publicUrl,
  });
  return { kind: 'rows', ...smallRelation(PRESIGN_COLUMNS, [request]) };
};
