import { damaged } from './damaged.js';

const DAY = 86_400;
/** What Date can hold, in seconds. */
const FARTHEST = 8_640_000_000_000 - DAY;

/** The clock at the place of a writer. */
export interface WriterZone {
  /** Seconds by which the clock is ahead of UTC at a time in seconds since 1970. */
  offsetAt(seconds: number): number;
}

const UTC: WriterZone = { offsetAt: () => 0 };

/** The zone of a name that a writer wrote (`Europe/Berlin`, `GMT+08:00`); none means UTC. 1046 for an unknown one. */
export function writerZone(name: string): WriterZone {
  if (/^(|UTC|GMT|Z|Etc\/UTC)$/.test(name)) return UTC;
  const [, sign, hours, minutes = '0'] = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? [];
  if (hours !== undefined) {
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
    return { offsetAt: () => offset };
  }
  try {
    return changingZone(new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }));
  } catch (error) {
    throw damaged(`its time zone '${name}' is unknown`, error);
  }
}

function changingZone(format: Intl.DateTimeFormat): WriterZone {
  /** By day; null for one on which the clock changes. */
  const known = new Map<number, number | null>();
  const ofDay = (day: number): number | null => {
    const offset = readOffset(format, day * DAY);
    return offset === readOffset(format, (day + 1) * DAY) ? offset : null;
  };
  return {
    offsetAt(seconds) {
      const day = Math.floor(seconds / DAY);
      let offset = known.get(day);
      if (offset === undefined) known.set(day, (offset = ofDay(day)));
      return offset ?? readOffset(format, seconds);
    },
  };
}

/** Says `GMT`, `GMT+05:30`, or `GMT-00:01:15` before there were zones. */
function readOffset(format: Intl.DateTimeFormat, seconds: number): number {
  const within = Math.max(-FARTHEST, Math.min(FARTHEST, seconds));
  const text = format.formatToParts(new Date(within * 1000)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', rest = '0'] = /^GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest));
}
