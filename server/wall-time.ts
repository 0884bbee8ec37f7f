const OFFSET = /^([+-])(\d{1,2}):(\d\d)$/;
const MINUTE_MS = 60_000;

/**
 * The date and time that clocks show in a time zone, in the UTC fields of the result.
 * @param zone a name (`Europe/Berlin`) or an offset (`+02:00`)
 */
export function wallTime(moment: Date, zone: string): Date {
  const offset = OFFSET.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return new Date(moment.getTime() + (offset[1] === '-' ? -minutes : minutes) * MINUTE_MS);
  }
  if (zone === 'UTC') return moment;
  const parts = new Map(formatter(zone).formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'), moment.getUTCMilliseconds()));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
