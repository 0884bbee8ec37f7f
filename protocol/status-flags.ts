/** Server status flags of OK and EOF packets, manual page "SERVER_STATUS_flags_enum". */
export const StatusFlag = {
  IN_TRANS: 0x0001,
  AUTOCOMMIT: 0x0002,
  MORE_RESULTS_EXISTS: 0x0008,
  CURSOR_EXISTS: 0x0040,
  LAST_ROW_SENT: 0x0080,
  NO_BACKSLASH_ESCAPES: 0x0200,
  IN_TRANS_READONLY: 0x2000,
  SESSION_STATE_CHANGED: 0x4000,
} as const;
