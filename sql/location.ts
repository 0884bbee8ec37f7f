import { StagewireError } from '../errors/index.js';
import { isStreamingPlaceholder } from './stage-name.js';

/** A place in a stage: `stage` is a name or `~`, `path` a raw prefix of keys below the stage's root. */
export interface StageLocation {
  readonly stage: string;
  readonly path: string;
}

/**
 * Splits `@stage/path` into stage and path. Leading slashes of the path are dropped, nothing else
 * is changed. 1006 for an empty stage name, the streaming placeholder, or a `..` in the path.
 */
export function parseStageLocation(text: string): StageLocation {
  if (!text.startsWith('@')) throw new StagewireError('BadArguments', `location must start with @, but got ${text}`);
  const slash = text.indexOf('/');
  const stage = slash === -1 ? text.slice(1) : text.slice(1, slash);
  if (stage === '') throw new StagewireError('BadArguments', 'stage path must include a stage name');
  if (isStreamingPlaceholder(stage)) {
    throw new StagewireError(
      'BadArguments',
      'placeholder @_databend_upload as location: should be used in streaming_load handler or replaced in client.',
    );
  }
  const path = slash === -1 ? '' : text.slice(slash).replace(/^\/+/, '');
  refuseTraversal(path);
  return { stage, path };
}

/** 1006 if a component of a path is exactly `..`. Holds for every path that a client names. */
export function refuseTraversal(path: string): void {
  if (path.split('/').includes('..')) {
    throw new StagewireError('BadArguments', `stage path traversal is not allowed by stage_path_traversal_policy: ${path}`);
  }
}
