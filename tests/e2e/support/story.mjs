// Tests that show what was on the screen when they fail; and those that tell one story: each goes on where the one
// before has ended, so what follows a failure is not tried.
import { test as plain } from 'node:test';
import { lastLook } from './last_look.mjs';

export const test = (name, action) =>
  plain(name, async (context) => {
    try {
      await action(context);
    } catch (error) {
      await lastLook(name);
      throw error;
    }
  });

export function story() {
  let broken;
  return (name, action) =>
    test(name, async (context) => {
      if (broken) return context.skip(`“${broken}” failed before`);
      try {
        await action(context);
      } catch (error) {
        broken = name;
        throw error;
      }
    });
}
