import { pino, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { Settings } from './settings.js';

/** The log on standard error: one JSON line per event, or lines for a person. */
export function openLog({ logLevel, logFormat }: Pick<Settings, 'logLevel' | 'logFormat'>): Logger {
  const options = {
    level: logLevel,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  // Written at once, so that the last words before an end are there.
  const destination = logFormat === 'pretty' ? PinoPretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true }) : pino.destination({ dest: 2, sync: true });
  return pino(options, destination);
}
