// What the console's desk decides without a page: when it locks by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeLimits } from '../../web/console/model/time_limits';

const MINUTE_MS = 60_000;

/** A desk that locks after 15 minutes of silence and after 12 hours at most. */
function limits(): { limits: TimeLimits; pass(wall_ms: number, steady_ms?: number): void } {
  const clocks = { wall_ms: 1_700_000_000_000, steady_ms: 5000 };
  return {
    limits: new TimeLimits(15 * MINUTE_MS, 720 * MINUTE_MS, {
      wall: () => clocks.wall_ms,
      steady: () => clocks.steady_ms,
    }),
    pass: (wall_ms, steady_ms = wall_ms) => {
      clocks.wall_ms += wall_ms;
      clocks.steady_ms += steady_ms;
    },
  };
}

test('limits: silence locks, and somebody who is here puts it off', () => {
  const desk = limits();
  desk.pass(15 * MINUTE_MS - 1);
  assert.equal(desk.limits.over, undefined);
  desk.limits.active();
  desk.pass(15 * MINUTE_MS - 1);
  assert.equal(desk.limits.over, undefined);
  desk.pass(1);
  assert.equal(desk.limits.over, 'idle');
});

test('limits: sleep counts, and the first touch after it comes too late', () => {
  const desk = limits();
  desk.pass(60 * MINUTE_MS, 0);
  desk.limits.active();
  assert.equal(desk.limits.over, 'idle');
});

test('limits: setting the clock back wins no time', () => {
  const desk = limits();
  desk.pass(-600 * MINUTE_MS, 15 * MINUTE_MS);
  assert.equal(desk.limits.over, 'idle');
});

test('limits: the session ends however busy it is', () => {
  const desk = limits();
  for (let minute = 0; minute < 719; minute++) {
    desk.pass(MINUTE_MS);
    desk.limits.active();
    assert.equal(desk.limits.over, undefined);
  }
  desk.pass(MINUTE_MS);
  assert.equal(desk.limits.over, 'absolute');
});
