import { parseJson } from '../json/parse.js';
import { printJson } from '../json/print.js';

/**
 * JSON as it is shown (see `printJson`). A text that is not JSON, or nested too deep, comes back as it is.
 */
export function jsonText(text: string): string {
  if (!/[{\s\\]/.test(text)) return text;
  try {
    return printJson(parseJson(text));
  } catch {
    return text;
  }
}
