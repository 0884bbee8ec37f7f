import { inParallel } from '../../sources/in-parallel.js';
import { emptyScan } from '../empty-scan.js';
import { lineScan } from '../ndjson/line-scan.js';
import type { FormatReader } from '../reader.js';
import { checkVariantOnly } from '../variant-only.js';

const FILES_AT_ONCE = 4;

/** Object container files; `$1` is a record. They are rewritten once to lines of JSON. */
export const avroReader: FormatReader = {
  check({ use }) {
    checkVariantOnly(use);
  },

  async scan({ files, format, use }, { files: local }) {
    if (files.length === 0) return emptyScan({ _$1: 'JSON' }, use.metadata);
    const useLogicalTypes = format.options['use_logic_type'] !== false;
    const variant = JSON.stringify(['records of avro 2', useLogicalTypes]);
    const paths = await inParallel(files, FILES_AT_ONCE, async (file) =>
      local.derived(file, variant, async (target, signal) => {
        await local.threads.run('writeLinesOfAvro', { source: await local.original(file), target, useLogicalTypes, fileName: file.name }, signal);
      }),
    );
    return lineScan(files, paths, use, local);
  },
};
