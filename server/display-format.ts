import type { BinaryFormat, DisplayFormat } from '../sql/display/cell-text.js';
import type { Session } from './session.js';

/** How a session wants values to be shown: `binary_output_format`. */
export function displayFormat(session: Session): DisplayFormat {
  return { binary: binaryFormat(session), offsetAt: () => 0 };
}

function binaryFormat(session: Session): BinaryFormat {
  const setting = session.variables.get('binary_output_format');
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
