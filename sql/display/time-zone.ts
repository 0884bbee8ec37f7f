/** Zones change their offset on the quarters of an hour only, so that one look-up serves a quarter. */
const QUARTER_SECONDS = 900;
/** Quarters remembered per zone. */
const REMEMBERED = 10_000;

/** Seconds east of UTC at a moment, which is given in seconds since 1970. */
export type OffsetAt = (epochSeconds: number) => number;

const zones = new Map<string, OffsetAt>();

/** The offsets of a time zone: `UTC`, `+05:30` or a name such as `Europe/Berlin`; `SYSTEM` and names that nobody knows are UTC. */
export function offsetsOf(zone: string): OffsetAt {
  let offsets = zones.get(zone);
  if (offsets === undefined) {
    offsets = fixedOffset(zone) ?? namedOffsets(zone) ?? ((): number => 0);
    zones.set(zone, offsets);
  }
  return offsets;
}

function fixedOffset(zone: string): OffsetAt | null {
  if (/^(utc|system)$/i.test(zone)) return () => 0;
  const [, sign, hours, minutes] = /^([+-])(\d{1,2}):(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
  return () => offset;
}

function namedOffsets(zone: string): OffsetAt | null {
  const format = formatOf(zone);
  if (format === null) return null;
  const known = new Map<number, number>();
  return (epochSeconds) => {
    const quarter = Math.floor(epochSeconds / QUARTER_SECONDS);
    let offset = known.get(quarter);
    if (offset === undefined) {
      offset = readOffset(format, quarter * QUARTER_SECONDS * 1000);
      if (known.size >= REMEMBERED) known.clear();
      known.set(quarter, offset);
    }
    return offset;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}

/** Reads `GMT`, `GMT+02:00` or, long ago, `GMT+00:53:28`. A moment that no Date can hold has no offset. */
function readOffset(format: Intl.DateTimeFormat, epochMs: number): number {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return 0;
  const name = format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -offset : offset;
}
