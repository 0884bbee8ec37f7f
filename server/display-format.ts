import type { BinaryFormat, DisplayFormat } from '../sql/display/cell-text.js';
import type { Session } from './session.js';

/** How a session wants values to be shown: `binary_output_format`. */
export function displayFormat({ variables, defaults }: Session): DisplayFormat {
  return { binary: binaryFormat(variables.get('binary_output_format') ?? defaults.get('binary_output_format')) };
}

function binaryFormat(setting: unknown): BinaryFormat {
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
