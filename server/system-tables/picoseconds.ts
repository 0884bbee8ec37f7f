/** What a BIGINT holds: 106 days. */
const MOST = 2n ** 63n - 1n;

/** Milliseconds as the Performance Schema counts time; exact to a microsecond. */
export function picoseconds(milliseconds: number): bigint {
  const exact = BigInt(Math.round(milliseconds * 1000)) * 1_000_000n;
  return exact > MOST ? MOST : exact;
}

const UNITS = [[3_600_000, 'h'], [60_000, 'min'], [1000, 's'], [1, 'ms'], [0.001, 'us']] as const;

/** Milliseconds as the views of `sys` show a time: `1.25 s`. */
export function latencyText(milliseconds: number): string {
  const [size, unit] = UNITS.find(([least]) => milliseconds >= least) ?? [0.001, 'us'];
  return `${(milliseconds / size).toFixed(2)} ${unit}`;
}
