import type { BinaryFormat, DisplayFormat } from '../sql/display/cell-text.js';
import { offsetsOf } from '../sql/display/time-zone.js';
import type { Scalar } from '../sql/query/quoting.js';
import type { Session } from './session.js';

/** How a session wants values to be shown: `binary_output_format`, and `time_zone` (MySQL's name) or `timezone` (Databend's). */
export function displayFormat(session: Session): DisplayFormat {
  return { binary: binaryFormat(session), offsetAt: offsetsOf(timeZone(session)) };
}

function timeZone(session: Session): string {
  const zone = valueOf(session, 'time_zone') ?? 'SYSTEM';
  return String(zone === 'SYSTEM' ? (valueOf(session, 'timezone') ?? 'UTC') : zone);
}

const valueOf = ({ variables, defaults }: Session, name: string): Scalar | undefined => variables.get(name) ?? defaults.get(name);

function binaryFormat(session: Session): BinaryFormat {
  const setting = valueOf(session, 'binary_output_format');
  switch (typeof setting === 'string' ? setting.toUpperCase() : 'HEX') {
    case 'BASE64':
      return 'base64';
    case 'UTF-8':
    case 'UTF-8-LOSSY':
      return 'raw';
    default:
      return 'hex';
  }
}
