import { pino, type Logger, type LoggerOptions } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { LoggedEvents } from './logged-events.js';
import type { Settings } from './settings.js';

/** The log on standard error: one JSON line per event, or lines for a person. What is serious is kept in `logged` too. */
export function openLog({ logLevel, logFormat }: Pick<Settings, 'logLevel' | 'logFormat'>, logged: LoggedEvents): Logger {
  const options: LoggerOptions = {
    level: logLevel,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: {
      logMethod(args, method, level) {
        logged.note(level, args);
        method.apply(this, args);
      },
    },
  };
  // Written at once, so that the last words before an end are there.
  const destination = logFormat === 'pretty' ? PinoPretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true }) : pino.destination({ dest: 2, sync: true });
  return pino(options, destination);
}
