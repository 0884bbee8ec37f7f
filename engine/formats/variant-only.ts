import { StagewireError } from '../../errors/index.js';
import type { ColumnUse } from '../../sql/query/staged-columns.js';

/** The rules of formats whose only column is `$1`. */
export function checkVariantOnly({ highestPosition, star }: ColumnUse, format: string): void {
  if (highestPosition > 1) throw new StagewireError('SemanticError', `column position ${highestPosition} doesn't exist`);
  if (highestPosition === 0) throw new StagewireError('SemanticError', `Query from ${format} file lacks column positions. Specify as $1`);
  if (star) throw new StagewireError('SemanticError', 'select * from file only support Parquet format');
}
