import { eventNames } from '../../status/command-counts.js';
import type { Row } from '../system-table.js';

const CONSUMERS = {
  YES: 'events_statements_current events_statements_history global_instrumentation thread_instrumentation statements_digest',
  NO: 'events_statements_cpu events_statements_history_long events_stages_current events_stages_history events_stages_history_long ' +
    'events_transactions_current events_transactions_history events_transactions_history_long events_waits_current events_waits_history events_waits_history_long',
} as const;

const consumers = (enabled: 'YES' | 'NO'): readonly Row[] => CONSUMERS[enabled].split(' ').map((NAME) => ({ NAME, ENABLED: enabled }));

/** What is instrumented: statements and connections, always, and nothing else. */
export const SETUP_ROWS: Readonly<Record<string, readonly Row[]>> = {
  setup_consumers: [...consumers('YES'), ...consumers('NO')],
  setup_instruments: eventNames().map((NAME) => ({ NAME, ENABLED: 'YES', TIMED: 'YES' })),
  setup_actors: [{ HOST: '%', USER: '%', ROLE: '%', ENABLED: 'YES', HISTORY: 'YES' }],
  setup_threads: [{ NAME: 'thread/sql/one_connection', ENABLED: 'YES', HISTORY: 'YES', PROPERTIES: 'user' }],
  performance_timers: [
    { TIMER_NAME: 'NANOSECOND', TIMER_FREQUENCY: 1_000_000_000, TIMER_RESOLUTION: 1, TIMER_OVERHEAD: null },
    { TIMER_NAME: 'MICROSECOND', TIMER_FREQUENCY: 1_000_000, TIMER_RESOLUTION: 1, TIMER_OVERHEAD: null },
    { TIMER_NAME: 'MILLISECOND', TIMER_FREQUENCY: 1000, TIMER_RESOLUTION: 1, TIMER_OVERHEAD: null },
  ],
};
