/** Collation ids that the server itself names on the wire (`SHOW COLLATION` of MySQL 8). */
export const Collation = {
  /** Bytes: numbers, dates and binary strings. */
  BINARY: 63,
  UTF8MB4_0900_AI_CI: 255,
} as const;
