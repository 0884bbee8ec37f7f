import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Preloaded into a server that was started with a channel: measures how late its event loop comes to what is due. Answers `reset` with
 * nothing and `read` with a {@link LoopDelay}.
 */
export interface LoopDelay {
  /** Milliseconds. */
  readonly p99: number;
  readonly max: number;
}

const RESOLUTION_MS = 5;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();

/** What is measured is the time from one timer to the next, in nanoseconds. */
const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

process.on('message', (message) => {
  if (message === 'reset') delays.reset();
  else if (message === 'read') process.send?.({ p99: late(delays.percentile(99)), max: late(delays.max) } satisfies LoopDelay);
});
process.channel?.unref();
