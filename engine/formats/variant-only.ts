import { StagewireError } from '../../errors/index.js';
import type { ColumnUse } from '../../sql/query/staged-columns.js';

/** The rules of formats whose only column is `$1`. */
export function checkVariantOnly({ highestPosition, star }: ColumnUse): void {
  if (highestPosition > 1) throw new StagewireError('SemanticError', `column position ${highestPosition} doesn't exist`);
  if (star) throw new StagewireError('SemanticError', 'select * from file only support Parquet format');
}
