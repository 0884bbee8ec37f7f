import { shownJson } from '../json/shown-text.js';

/**
 * JSON as it is shown (see `printJson`). A text that is not JSON, or nested too deep, comes back as it is.
 */
export function jsonText(text: string): string {
  if (!/[{\s\\]/.test(text)) return text;
  try {
    return shownJson(text);
  } catch {
    return text;
  }
}
