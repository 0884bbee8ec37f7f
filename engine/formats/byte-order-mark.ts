/** Of UTF-8; no part of the text that it begins. */
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether the beginning of a file has one. */
export function hasByteOrderMark(beginning: Uint8Array): boolean {
  return BYTE_ORDER_MARK.equals(beginning.subarray(0, BYTE_ORDER_MARK.length));
}
