import { StagewireError } from '../errors/index.js';
import type { OptionValue } from './grammar/options.js';

/** COPY options that a stage keeps as defaults, by lower-case name. */
export type CopyOptions = Readonly<Record<string, string | number | boolean>>;

const RULES: Readonly<Record<string, (value: OptionValue) => boolean>> = {
  on_error: (value) => typeof value === 'string' && /^(continue|abort|skip_file|abort_\d+|skip_file_\d+%?)$/i.test(value),
  size_limit: isCount,
  max_files: isCount,
  max_file_size: isCount,
  split_size: isCount,
  purge: (value) => typeof value === 'boolean',
  single: (value) => typeof value === 'boolean',
};

function isCount(value: OptionValue): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Checks `COPY_OPTIONS = (…)`. 2004 for an unknown option or a value that it can't have. */
export function buildCopyOptions(options: readonly { readonly key: string; readonly value: OptionValue }[]): CopyOptions {
  return Object.fromEntries(
    options.map(({ key, value }) => {
      const isValid = RULES[key];
      if (!isValid) {
        throw new StagewireError('InvalidArgument', `unknown copy option ${key.toUpperCase()}; expected one of ${Object.keys(RULES).join(', ').toUpperCase()}`);
      }
      if (typeof value === 'object' || !isValid(value)) throw new StagewireError('InvalidArgument', `invalid value '${String(value)}' for copy option ${key.toUpperCase()}`);
      return [key, value];
    }),
  );
}
