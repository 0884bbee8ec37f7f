import { expect, test } from 'vitest';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { LoginGuard } from '../../server/login-guard.js';

const wrong = (): Promise<never> => Promise.reject(new ProtocolError(1045, '28000', 'Access denied'));
const right = (): Promise<string> => Promise.resolve('in');

/** A guard on a clock that moves by its own waiting alone. */
function clockwork(): { guard: LoginGuard; clock: { now: number } } {
  const clock = { now: 0 };
  const guard = new LoginGuard({ now: () => clock.now, sleep: (milliseconds) => { clock.now += milliseconds; return Promise.resolve(); } });
  return { guard, clock };
}

/** How long an attempt takes. */
async function timed(clock: { now: number }, attempt: () => Promise<unknown>): Promise<number> {
  const start = clock.now;
  await attempt().catch(() => undefined);
  return clock.now - start;
}

test('failures take a whole multiple of 100 ms whatever work was behind them', async () => {
  const { guard, clock } = clockwork();
  const after = (milliseconds: number) => (): Promise<never> => { clock.now += milliseconds; return wrong(); };
  expect(await timed(clock, () => guard.attempt('192.0.2.1', after(3)))).toBe(100);
  expect(await timed(clock, () => guard.attempt('192.0.2.2', after(61)))).toBe(100);
});

test('from the fifth attempt on an address waits twice as long each time up to 5 s, others do not, and a success ends it', async () => {
  const { guard, clock } = clockwork();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 13; attempt++) waits.push(await timed(clock, () => guard.attempt('192.0.2.1', wrong)));
  expect(waits.slice(0, 4)).toEqual([100, 100, 100, 100]);
  expect(Math.max(...waits)).toBeGreaterThan(4000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5100);
  expect(await timed(clock, () => guard.attempt('192.0.2.9', right))).toBe(0);
  expect(await guard.attempt('192.0.2.1', right)).toBe('in');
  expect(await timed(clock, () => guard.attempt('192.0.2.1', right))).toBe(0);
});

test('failures are forgotten after ten minutes', async () => {
  const { guard, clock } = clockwork();
  for (let attempt = 0; attempt < 10; attempt++) await timed(clock, () => guard.attempt('192.0.2.1', wrong));
  clock.now += 11 * 60 * 1000;
  expect(await timed(clock, () => guard.attempt('192.0.2.1', right))).toBe(0);
});

test('whoever would wait too long behind others of the same address is refused at once', async () => {
  const waiting: (() => void)[] = [];
  const guard = new LoginGuard({ now: () => 0, sleep: (milliseconds) => (milliseconds <= 100 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))) });
  for (let attempt = 0; attempt < 4; attempt++) await guard.attempt('192.0.2.1', wrong).catch(() => undefined);
  const queue = Array.from({ length: 200 }, () => guard.attempt('192.0.2.1', wrong).catch((error: unknown) => error));
  expect(await queue.at(-1)).toMatchObject({ mysql: { errno: 1129 } });
  for (const resolve of waiting) resolve();
});

test('the table of addresses is bounded; other errors than denials do not count', async () => {
  const { guard } = clockwork();
  await guard.attempt('192.0.2.1', () => Promise.reject(new Error('the catalog is away'))).catch(() => undefined);
  expect(guard.size).toBe(0);
  for (let host = 0; host < 10_050; host++) await guard.attempt(`2001:db8::${host.toString(16)}`, wrong).catch(() => undefined);
  expect(guard.size).toBe(10_000);
});
