/** What a query is told beside its result, as MySQL's SHOW WARNINGS has it. */
export interface EngineWarning {
  readonly level: 'Warning';
  readonly code: number;
  readonly message: string;
}
