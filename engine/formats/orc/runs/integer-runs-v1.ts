import type { ByteSource } from '../byte-source.js';
import type { NextRun } from './integer-run.js';

const SHORTEST_RUN = 3;

/** Runs of Hive 0.11 (ORC specification, Integer Run Length Encoding, version 1). */
export function runsV1(source: ByteSource, signed: boolean): NextRun {
  return (run) => {
    const control = source.byte();
    const isSequence = control < 128;
    run.length = isSequence ? control + SHORTEST_RUN : 256 - control;
    const delta = isSequence ? (source.byte() << 24) >> 24 : 0;
    const deltaHigh = delta >> 31;
    let low = 0;
    let high = 0;
    for (let index = 0; index < run.length; index += 1) {
      if (index === 0 || !isSequence) {
        source.varint();
        ({ low, high } = source);
        if (signed) {
          const sign = -(low & 1);
          low = ((low >>> 1) | (high << 31)) ^ sign;
          high = (high >>> 1) ^ sign;
        }
      } else {
        const sum = (low >>> 0) + (delta >>> 0);
        low = sum | 0;
        high = (high + deltaHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
      }
      run.set(index, low, high);
    }
  };
}
