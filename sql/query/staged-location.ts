import type { TextOrVariable, UriClause } from '../grammar/clauses.js';
import type { FileFormatClause } from '../grammar/file-format.js';
import type { StageLocation } from '../location.js';

/** Where staged files lie: in a stage, or at a URL that stands for a stage of this statement alone. */
export type StagedPlace = { readonly kind: 'stage'; readonly location: StageLocation } | { readonly kind: 'uri'; readonly clause: UriClause };

/** A location in a FROM clause, with what stands behind it. */
export interface StagedLocation {
  readonly place: StagedPlace;
  /** Null: the format of the stage. */
  readonly format: FileFormatClause | null;
  readonly pattern: TextOrVariable | null;
  readonly files: readonly string[] | null;
}
