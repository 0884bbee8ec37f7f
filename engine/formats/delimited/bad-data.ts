import { StagewireError } from '../../../errors/index.js';

/** Data that break the rules of their format. */
export class BadData extends Error {
  /** The line, from 1 as editors count. */
  readonly line: number;

  /** `line` from 0. */
  constructor(what: string, line: number) {
    super(what);
    this.line = line + 1;
  }

  in(fileName: string): StagewireError {
    return new StagewireError('BadBytes', `${this.message}, at file '${fileName}', line ${this.line}`, { cause: this });
  }
}
